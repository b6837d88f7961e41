/* SPDX-License-Identifier: MIT */
/* The parts of a worker's record that stand in files of their own (subject_record_placements.c, _supply.c).
 */
#pragma once
#include "wire/shape.h"

extern const struct shape record_placement_shape, record_review_shape, record_exception_shape;
extern const struct shape record_candidate_shape, record_team_shape;
