/* SPDX-License-Identifier: MIT */
#include "resources/sweep.h"

#include "queries.h"

/* Protocols of which the rules are told; zero: another. */
static const enum sweep_kind kinds[] = {
    [PROTOCOL_COOL_OFF] = SWEEP_KIND_COOL_OFF,
    [PROTOCOL_PAY] = SWEEP_KIND_PAY,
    [PROTOCOL_WORKFORCE] = SWEEP_KIND_NONE,
};

void sweep(struct req *rq, enum sweep_kind kind, struct uuid object, struct date from, struct date to)
{
    sql_sweep_add(rq->batch, NAME_OF(sweep_kind, kind), object, from, to);
}

void sweep_protocol(struct req *rq, unsigned protocol, struct uuid agreement)
{
    if (kinds[protocol] != SWEEP_KIND_NONE)
        sweep(rq, kinds[protocol], agreement, DATE_NONE, DATE_NONE);
}

void sweep_membership(struct req *rq, struct uuid membership, struct date from, struct date to)
{
    sweep(rq, SWEEP_KIND_COOL_OFF, membership, from, to);
    sweep(rq, SWEEP_KIND_PAY, membership, from, to);
}
