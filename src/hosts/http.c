/* SPDX-License-Identifier: MIT */
/* http.c - git http-backend behind a web server that authenticates (githttpbackend, REMOTE_USER). */
#include "hosts/host.h"

const struct host host_http = {.name = "http", .purpose = "git http-backend; the web server's REMOTE_USER", .pusher = "REMOTE_USER"};
