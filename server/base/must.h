/* SPDX-License-Identifier: MIT */
#pragma once
/* On every function whose failure a caller must look at. */
#define MUST_CHECK __attribute__((warn_unused_result))
