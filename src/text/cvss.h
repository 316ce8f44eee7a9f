/* SPDX-License-Identifier: MIT */
/* cvss.h - the form of a vector of the Common Vulnerability Scoring System. */
#ifndef PORTCULLIS_TEXT_CVSS_H
#define PORTCULLIS_TEXT_CVSS_H

#include "base/span.h"

struct arena;

/*
 * Empty for a vector of CVSS 2.0 (no prefix), 3.0, 3.1 or 4.0 in which every base metric of that version stands once, and no metric
 * twice; else what is wrong, as words that go on after the field's name. Source: the specifications of FIRST, "Vector String".
 */
struct span cvss_fault(struct arena *, struct span vector);

#endif
