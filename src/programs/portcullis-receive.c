/* SPDX-License-Identifier: MIT */
/* portcullis-receive.c - the pre-receive hook. Privileges: reads the repository, writes one file into the spool folder. */
#include "gate/gate.h"

int main(void)
{
	return gate_receive();
}
