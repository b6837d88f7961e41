/* SPDX-License-Identifier: MIT */
#include "terms.h"

const struct input_alias terms_coverages[] = {{"all", "PAY_HOL_ENI_LEVY"},
                                              {"pay", "PAY_ONLY"},
                                              {"fee", "INCL_AGENCY_FEE"},
                                              {0}};

const struct input_alias terms_pay_types[] = {{"ltd", "PSC_LTD"}, {"psc", "PSC_LTD"}, {0}};
