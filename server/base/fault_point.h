/* SPDX-License-Identifier: MIT */
/*
 * Named places at which a test may have the process killed, as kill -9 would: ACCORD_TEST_FAULT=after_commit,
 * or after_commit:2 for the second time that it comes there.
 * Builds without ACCORD_TEST_BUILD have none.
 */
#pragma once

#ifdef ACCORD_TEST_BUILD
void fault_point(const char *name);
#define FAULT_POINT(name) fault_point(name)
#else
#define FAULT_POINT(name) ((void)0)
#endif
