/* SPDX-License-Identifier: MIT */
/*
 * Departures from rules, as exceptions on record: what the rules are told of them, and which finding of a
 * breach one of them serves, so that it is signed off.
 */
#pragma once
#include "resources/facts.h"

/* What is told, for the digest. */
extern const struct shape departure_shape, sign_off_chain_shape;

void departures_ask(struct req *, const struct proposal *, const struct facts_as_of *, struct facts_asked *);
void departures_open(struct req *, const struct proposal *, const struct facts_asked *, struct facts *);
/* False with *flow where an exception is named that the worker does not have at the caller's authority. */
bool departures_known(struct req *, const struct proposal *, const struct facts_asked *, enum flow *);
/* Marks as signed off what an exception serves that the proposal names. */
void departures_serve(struct req *, const struct proposal *, const struct facts_asked *, const struct facts *,
                      struct findings *);
/* Of the exceptions given in the request those that serve nothing, and why: struct problem_error. */
struct shape_list departures_unserved(struct req *, const struct proposal *, const struct facts_asked *,
                                      const struct facts *, const struct findings *, struct uuid_list given);
