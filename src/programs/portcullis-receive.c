/* SPDX-License-Identifier: MIT */
/* portcullis-receive.c - the pre-receive or update hook. Privileges: reads the repository, writes one file into the spool folder. */
#include "gate/gate.h"

int main(int argc, char **argv)
{
	size_t count = argc > 0 ? (size_t)argc - 1 : 0;
	return gate_receive((const char *const *)argv + (argc > 0), count);
}
