/* SPDX-License-Identifier: MIT */
/* mapped_file.h - a regular file, read where the kernel keeps it. */
#ifndef PORTCULLIS_BASE_MAPPED_FILE_H
#define PORTCULLIS_BASE_MAPPED_FILE_H

#include "base/span.h"

/*
 * The bytes of a whole regular file, read-only, until mapped_file_close; they are no private memory. False where there is none, where it
 * is empty, or where the system says no. A file that is cut short meanwhile, or a disk that fails, ends the program by SIGBUS, for which
 * last_word.h has the words.
 */
bool mapped_file_open(const char *path, struct span *bytes);
void mapped_file_close(struct span bytes);

#endif
