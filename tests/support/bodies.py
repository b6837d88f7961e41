# SPDX-License-Identifier: MIT
"""Bodies that tests send, with what does not matter filled in; every member can be given another value."""
import itertools
import uuid

_numbers = itertools.count(500000)
FIRST_TEMPLATE = "01920000-0000-7000-8000-000000000001"  # sql/deploy/reference_records.sql


def worker():
    """A Social Work England number that nobody has used yet."""
    return f"SW{next(_numbers)}"


def leaver(swe_number, last_day, **members):
    return {"swe_number": swe_number, "last_day": last_day, "leaving_reason": "RESIGNED", **members}


def spell(swe_number, **members):
    return {"swe_number": swe_number, "basis": "SUBSTANTIVE", "start_date": "2021-01-04", **members}


def check(swe_number, start_date, **members):
    return {
        "swe_number": swe_number,
        "category": "CHILD_FAMILY_SOCIAL_WORKER",
        "start_date": start_date,
        "notice_days": 28,
        "substantive_notice_days": 28,
        **members,
    }


def pay(pence, job_type="SW"):
    return {"job_type": job_type, "pay_type": "UMBRELLA", "coverage": "PAY_HOL_ENI_LEVY", "pay_pence": pence}


def proposal(swe_number, start_date, supplier, **members):
    """A placement as somebody submits it."""
    return {
        **check(swe_number, start_date),
        **pay(3650),
        "supplier": supplier,
        "reason": "VACANCY",
        "minutes_per_week": 2220,
        "engagement": "PROPOSED",
        **members,
    }


def supplier(**members):
    return {"name": f"Agency {uuid.uuid4().hex[:8]}", "tier": "FIRST", "supplies": "TEMP", **members}


def agreement(region, **members):
    return {
        "name": f"Memorandum {uuid.uuid4().hex[:8]}",
        "kind": "REGION",
        "regions": [region],
        "lead_region": region,
        "legal_basis": "REGIONAL_MOC",
        "from": "2025-10-01",
        **members,
    }


def terms(**members):
    return {
        "from": "2025-10-01",
        "covers_own_authority": True,
        "exceptions": ["REDUNDANCY", "LEFT_IN_PROBATION"],
        **members,
    }


def membership(authority, **members):
    return {
        "authority": authority,
        "from": "2025-10-01",
        "sharing_agreement_signed_on": "2025-09-12",
        **members,
    }


def cap(agreement_id, pence, job_type="SW", **members):
    return {
        "agreement": agreement_id,
        "job_type": job_type,
        "pay_type": "UMBRELLA",
        "coverage": "PAY_HOL_ENI_LEVY",
        "cap_pence": pence,
        "effective_from": "2025-10-01",
        "status": "PUBLISHED",
        "source": "Board, 12 September 2025",
        **members,
    }


def mapping(local_role, job_type, **members):
    return {"local_role": local_role, "job_type": job_type, "from": "2024-09-13", **members}


def dispute(swe_number, authority, **members):
    """By a worker, of a fact that this authority is said to have recorded."""
    return {
        "swe_number": swe_number,
        "recording_authority": authority,
        "fact": "LAST_DAY",
        "statement": "My last day was 12 May",
        **members,
    }


def person(**members):
    return {"name": f"Robin {uuid.uuid4().hex[:8]}", "post": "Head of service", **members}


def grant(role, **members):
    return {"role": role, "from": "2020-01-01", **members}


def token(grant_id, **members):
    return {"grant": grant_id, "label": "A test's", "days": 30, **members}


def acceptance(agreement_id, terms_id, **members):
    return {"agreement": agreement_id, "terms": terms_id, "signed_on": "2026-09-01", **members}


def reference(swe_number, **members):
    """One that was received outside, and counts: practice-based, on a template, from an employer, verified."""
    return {
        "swe_number": swe_number,
        "provider": "EXTERNAL",
        "referee_name": f"Referee {uuid.uuid4().hex[:8]}",
        "referee_post": "Team manager",
        "referee_body": "A council elsewhere",
        "relation": "EMPLOYED",
        "engaged_from": "2021-01-04",
        "engaged_to": "2023-06-30",
        "practice_based": True,
        "template": FIRST_TEMPLATE,
        "dated": "2024-11-04",
        "received_on": "2024-11-05",
        "verified_on": "2024-11-06",
        "verified_how": "A call to the council's switchboard",
        **members,
    }


def form(words="A reference that nobody wrote"):
    """The bytes of a file that begins and ends as a PDF does, and is no text."""
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\x00\n" + words.encode() + b"\n%%EOF\n"


def asked(swe_number, provider_authority, **members):
    """A reference that is asked of an authority, on an engagement that is over."""
    return {
        "swe_number": swe_number,
        "provider": "INTERNAL",
        "provider_authority": provider_authority,
        "engaged_from": "2021-01-04",
        "engaged_to": "2023-06-30",
        **members,
    }


CHOSEN = {
    "engagement_basis": "Substantive",
    "organisation_approved": "yes",
    "disciplinary": "None",
    "allegations": "None",
    "swe_referral": "no",
    "would_re_engage": "Yes",
}


def answers(**others):
    """What the first template requires."""
    words = ["role", "supervised", "caseload", "direct_work", "assessment", "planning", "recording"]
    words += ["safeguarding", "use_of_supervision", "reliability"]
    given = {**dict.fromkeys(words, "Very good"), **CHOSEN, **others}
    return [{"field": field, "answer": answer} for field, answer in given.items() if answer is not None]


def answer(**members):
    """What gives a reference that was asked for."""
    return {
        "referee_name": "Alex Reed (made up)",
        "referee_post": "Team manager",
        "relation": "EMPLOYED",
        "practice_based": True,
        "template": FIRST_TEMPLATE,
        "answers": answers(),
        **members,
    }


def team(supplier_id, **members):
    return {
        "supplier": supplier_id,
        "name": f"Team {uuid.uuid4().hex[:8]}",
        "contract": "C-2026-17",
        "start_date": "2026-11-02",
        "planned_exit": "2027-04-30",
        "headcount": 7,
        "practice_control": "AUTHORITY",
        **members,
    }


def named(swe_number, **members):
    return {"swe_number": swe_number, "start_date": "2026-11-02", **members}


def team_cost(**members):
    return {"quarter": "2026-Q3", "services_pence": 0, "invoice_pence": 0, **members}


def incident(**members):
    return {"rule": "NOTICE", "what": "Withdrawn at a day's notice", "happened_on": "2026-09-10", **members}


def requirement(*suppliers, **members):
    return {"job_type": "SW", "start_date": "2026-11-02", "suppliers": list(suppliers), **members}


def candidate(swe_number, pence=3650, **members):
    given = pay(pence)
    del given["job_type"]
    return {"swe_number": swe_number, **given, "minutes_per_week": 2220, "notice_days": 28, **members}


def report(agreement_id, **members):
    return {
        "agreement": agreement_id,
        "approacher_authority": "303",
        "approach": "APPROACHED",
        "offered_band": "SAME",
        "approached_on": "2026-09-10",
        "what": "Rung up at work",
        **members,
    }


def information(agreement_id, **members):
    return {
        "agreement": agreement_id,
        "name": f"Version {uuid.uuid4().hex[:8]}",
        "from": "2026-09-01",
        "wording": "Our authority has signed the memorandum",
        **members,
    }


def given(version_id, **members):
    return {"information": version_id, "stage": "INDUCTION", "given_on": "2026-09-10", **members}


def recruits(version_id, **members):
    return {
        "information": version_id,
        "stage": "RECRUITMENT",
        "month": "2026-08",
        "recruits": 4,
        "given": 3,
        **members,
    }
