//! Names of states as Jira gives them itself, in the languages it is used in most.
//!
//! A history states names only. Who knows none of the words of a site still knows its resolutions, which are set when an
//! issue is done and cleared when it is opened again.

/// How far an issue is in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Waiting,
    Working,
    Done,
}

const WAITING: &[&str] = &[
    "open",
    "to do",
    "todo",
    "new",
    "backlog",
    "waiting for support",
    "pending",
    "reported",
    "triage",
    "offen",
    "zu erledigen",
    "neu",
    "ouvert",
    "ouverte",
    "à faire",
    "nouveau",
    "abierto",
    "abierta",
    "por hacer",
    "tareas por hacer",
    "nuevo",
    "aberto",
    "aberta",
    "a fazer",
    "itens pendentes",
    "tarefas pendentes",
    "novo",
    "da fare",
    "未対応",
    "未着手",
    "オープン",
    "待办",
    "打开",
    "新建",
    "할 일",
];

const WORKING: &[&str] = &[
    "in progress",
    "in review",
    "code review",
    "investigating",
    "identified",
    "monitoring",
    "mitigated",
    "reopened",
    "work in progress",
    "under investigation",
    "acknowledged",
    "escalated",
    "waiting for customer",
    "in arbeit",
    "in bearbeitung",
    "erneut geöffnet",
    "wartet auf kunden",
    "en cours",
    "rouvert",
    "rouverte",
    "en curso",
    "en progreso",
    "reabierto",
    "reabierta",
    "em andamento",
    "em progresso",
    "reaberto",
    "reaberta",
    "in corso",
    "進行中",
    "対応中",
    "作業中",
    "再オープン",
    "处理中",
    "进行中",
    "重新打开",
    "진행 중",
];

const DONE: &[&str] = &[
    "done",
    "closed",
    "resolved",
    "completed",
    "complete",
    "canceled",
    "cancelled",
    "declined",
    "fixed",
    "duplicate",
    "rejected",
    "won't do",
    "won't fix",
    "erledigt",
    "fertig",
    "geschlossen",
    "gelöst",
    "abgeschlossen",
    "abgelehnt",
    "abgebrochen",
    "terminé",
    "terminée",
    "terminé(e)",
    "termine",
    "fermé",
    "fermée",
    "résolu",
    "résolue",
    "annulé",
    "finalizado",
    "finalizada",
    "listo",
    "hecho",
    "cerrado",
    "cerrada",
    "resuelto",
    "resuelta",
    "cancelado",
    "cancelada",
    "concluído",
    "concluída",
    "concluido",
    "fechado",
    "fechada",
    "resolvido",
    "resolvida",
    "feito",
    "itens concluídos",
    "completato",
    "chiuso",
    "risolto",
    "完了",
    "解決済み",
    "クローズ",
    "已完成",
    "完成",
    "已关闭",
    "关闭",
    "已解决",
    "완료",
    "완료됨",
];

/// The stage of a state by its name; `None` for the names that a site gave.
#[must_use]
pub fn stage(name: &str) -> Option<Stage> {
    let name = name.trim().to_lowercase().replace('’', "'");
    let is_in = |words: &[&str]| words.contains(&name.as_str());
    if is_in(DONE) {
        Some(Stage::Done)
    } else if is_in(WAITING) {
        Some(Stage::Waiting)
    } else if is_in(WORKING) {
        Some(Stage::Working)
    } else {
        None
    }
}

/// The stage of a category of states, by its key or the word shown for it. `undefined` is none.
#[must_use]
pub fn of_category(word: &str) -> Option<Stage> {
    match word.trim().to_lowercase().as_str() {
        "new" | "2" => Some(Stage::Waiting),
        "indeterminate" | "4" => Some(Stage::Working),
        "done" | "3" => Some(Stage::Done),
        other => stage(other),
    }
}

/// Names that say the same in every tool, so that they are kept as they are.
const COMMON: &[&str] = &[
    "open",
    "new",
    "in progress",
    "investigating",
    "identified",
    "monitoring",
    "mitigated",
    "acknowledged",
    "done",
    "closed",
    "resolved",
    "completed",
    "complete",
    "canceled",
    "cancelled",
    "declined",
    "fixed",
    "duplicate",
    "scheduled",
    "planned",
    "on hold",
];

/// What to say of a state: its own name where everybody knows it, else what its category or its translation says.
#[must_use]
pub fn status(name: &str, category: Option<Stage>) -> String {
    let name = name.trim();
    let said = match category.or_else(|| stage(name)) {
        _ if COMMON.contains(&name.to_lowercase().as_str()) => name,
        Some(Stage::Waiting) => "open",
        Some(Stage::Working) => "in progress",
        Some(Stage::Done) => "done",
        None => name,
    };
    said.to_owned()
}

/// Types of issues that Jira ships with and that are no incidents: what lies behind several of them, changes, requests,
/// and reviews.
#[must_use]
pub fn is_other_type(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let bare = name.strip_prefix("[system] ").unwrap_or(&name);
    const OTHER: [&str; 9] = [
        "problem",
        "change",
        "service request",
        "service request with approvals",
        "post-incident review",
        "epic",
        "initiative",
        "theme",
        "legend",
    ];
    OTHER.contains(&bare)
}

/// Names of the type of a part of an issue.
#[must_use]
pub fn is_part(name: &str) -> bool {
    const PARTS: [&str; 10] = [
        "sub-task",
        "subtask",
        "unteraufgabe",
        "sous-tâche",
        "subtarea",
        "subtarefa",
        "sottotask",
        "サブタスク",
        "子任务",
        "하위 작업",
    ];
    PARTS.contains(&name.trim().to_lowercase().as_str())
}

/// What stands in the column of the resolution while there is none.
#[must_use]
pub fn is_unresolved(resolution: &str) -> bool {
    const NONE: [&str; 10] = [
        "unresolved",
        "nicht erledigt",
        "nicht gelöst",
        "non résolu",
        "non résolue",
        "sin resolver",
        "não resolvido",
        "não resolvida",
        "未解決",
        "未解决",
    ];
    NONE.contains(&resolution.trim().to_lowercase().as_str())
}
