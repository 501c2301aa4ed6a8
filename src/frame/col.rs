//! Names of all columns. Scripts outside rely on them: renaming one is a breaking change.

macro_rules! columns {
    ($($constant:ident = $name:literal;)*) => { $(pub const $constant: &str = $name;)* };
}

columns! {
    ACKNOWLEDGED_AT = "acknowledged_at"; AGREED_IN_PERIOD = "agreed_in_period"; ALERT_COUNT = "alert_count"; AREAS = "areas"; AT = "at"; CLOSED_AT = "closed_at";
    COMPLETED_AT = "completed_at"; CREATED_AT = "created_at"; CUSTOMER_FACING = "customer_facing";
    DECLARED_AT = "declared_at"; DETAIL = "detail"; DETECTED_AT = "detected_at"; DETECTION = "detection"; DUE_AT = "due_at";
    EFFORT_S = "effort_s"; END_AT = "end_at"; ENVIRONMENT = "environment"; ESCALATION_COUNT = "escalation_count";
    EXCLUSION = "exclusion"; FACTOR = "factor"; FAMILY_ID = "family_id"; FATE = "fate"; FIELD = "field"; FILE = "file";
    FOLLOW_UP_ID = "follow_up_id"; HOUR_CLASS = "hour_class"; INCIDENT = "incident"; INCIDENT_ID = "incident_id";
    IN_PERIOD = "in_period"; INCLUDED = "included"; JOINED_AT = "joined_at"; KIND = "kind"; LEFT_AT = "left_at";
    LEVEL = "level"; LOCAL_AT = "local_at"; MITIGATED_AT = "mitigated_at"; MODIFIED_AT = "modified_at";
    NATIVE_ID = "native_id"; NORMALISED = "normalised"; NOTIFIED_AT = "notified_at"; ON_CALL = "on_call";
    OWNER_ID = "owner_id"; PERIOD = "period"; PERSON = "person"; PERSON_ID = "person_id"; POINTER = "pointer";
    PROBLEM = "problem"; QUOTE = "quote"; BASIS = "basis"; REASON = "reason";
    REASSIGNMENT_COUNT = "reassignment_count"; RECORD_A = "record_a"; RECORD_B = "record_b"; RECORD_ID = "record_id";
    RECORD_IDS = "record_ids"; REOPEN_COUNT = "reopen_count"; RESOLUTION = "resolution"; RESOLVED_AT = "resolved_at";
    RESOLVED_BY = "resolved_by"; ROLE = "role"; ROW = "row"; RULE = "rule"; SCHEDULE = "schedule"; SCORE = "score";
    OVERDUE = "overdue"; OWNED = "owned"; SERVICE = "service"; SEVERITY = "severity"; SIGNAL = "signal"; SIZE_GRADE = "size_grade"; SOURCE = "source";
    SOURCES = "sources"; START_AT = "start_at"; START_BASIS = "start_basis"; STARTED_AT = "started_at"; STATED = "stated";
    STATED_EFFORT_S = "stated_effort_s"; STATED_INTERRUPTIONS = "stated_interruptions";
    STATED_SLEEP_INTERRUPTIONS = "stated_sleep_interruptions"; ACTOR_ID = "actor_id"; VALUE = "value"; AUTOMATIC = "automatic";
    ACTOR = "actor"; RECORD = "record"; STATED_SEVERITY = "stated_severity"; STATE = "state"; STATUS = "status"; STORM_ID = "storm_id"; SUMMARY = "summary"; TEAM = "team";
    TITLE = "title"; TTA_S = "tta_s"; TTD_S = "ttd_s"; TTM_S = "ttm_s"; TTR_S = "ttr_s"; URL = "url"; VIA = "via"; ZONE = "zone";
}
