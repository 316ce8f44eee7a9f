/* SPDX-License-Identifier: MIT */
/* version.h - which engine gave a verdict. */
#ifndef PORTCULLIS_BASE_VERSION_H
#define PORTCULLIS_BASE_VERSION_H

#define PORTCULLIS_VERSION "0.1.0"

#endif
