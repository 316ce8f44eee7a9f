/* SPDX-License-Identifier: MIT */
/* no_network.c - what stands in for the network half of libgit2, so that our programs hold no way to a socket. */
#include <stdbool.h>
#include <stddef.h>

/*
 * libgit2 1.5 leads from its start and its remotes into TLS, ssh, HTTP and Kerberos by these seven names and no other. Where
 * a program is linked with libgit2's archive, the linker finds them here first and takes none of those parts out of it: no code that
 * could open a connection, none of their libraries, no reading of the machine's certificates at each start. They say
 * "done" to the start and "cannot" to whoever would connect. The shared library does not see them (ci/house/libraries.sh).
 */
int git_mbedtls_stream_global_init(void);
int git_transport_ssh_global_init(void);
int git_mbedtls__set_cert_location(const char *file, const char *folder);
int git_transport_new(void **transport, void *remote, const char *url);
int http_parser_parse_url(const char *text, size_t length, int is_connect, void *url);
extern bool git_http__expect_continue, git_smart__ofs_delta_enabled;

#define DONE 0
#define CANNOT (-1)

bool git_http__expect_continue, git_smart__ofs_delta_enabled;

int git_mbedtls_stream_global_init(void)
{
	return DONE;
}

int git_transport_ssh_global_init(void)
{
	return DONE;
}

int git_mbedtls__set_cert_location(const char *file, const char *folder)
{
	(void)file, (void)folder;
	return CANNOT;
}

int git_transport_new(void **transport, void *remote, const char *url)
{
	(void)remote, (void)url;
	*transport = NULL;
	return CANNOT;
}

int http_parser_parse_url(const char *text, size_t length, int is_connect, void *url)
{
	(void)text, (void)length, (void)is_connect, (void)url;
	return CANNOT;
}
