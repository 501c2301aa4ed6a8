//! Headers of a table of issues, in the languages a profile can have.

use crate::ingest::fields::Fields;
use crate::ingest::head::header_key;

/// A column of the format itself, with its headers as keys (see `header_key`).
pub(super) struct Column(&'static [&'static str]);

pub(super) const KEY: Column = Column(&[
    "issue_key",
    "work_item_key",
    "vorgangsschlüssel",
    "aufgabenschlüssel",
    "clé_de_ticket",
    "clé_du_ticket",
    "clé_de_demande",
    "clave_de_incidencia",
    "clave_de_la_incidencia",
    "clave_de_actividad",
    "clave_del_ticket",
    "chave_da_item",
    "chave_do_item",
    "chave_do_ticket",
    "chave_da_ocorrência",
    "chave_da_pendência",
    "chiave_ticket",
    "chiave_segnalazione",
    "課題キー",
    "作業項目キー",
    "问题关键字",
    "事务键",
    "이슈_키",
    "key",
    "schlüssel",
    "clé",
    "clave",
    "chave",
    "キー",
]);
/// Keys that stand in other tables too, so that a table needs more to be known by.
const COMMON_KEYS: [&str; 6] = ["key", "schlüssel", "clé", "clave", "chave", "キー"];
pub(super) const ID: Column = Column(&[
    "issue_id",
    "work_item_id",
    "vorgangs_id",
    "vorgang_id",
    "id_de_ticket",
    "id_du_ticket",
    "id_de_la_incidencia",
    "id_de_incidencia",
    "id_da_incidencia",
    "id_da_item",
    "id_do_item",
    "id_do_ticket",
    "id_da_ocorrência",
    "id_da_pendência",
    "id_ticket",
    "課題_id",
    "課題id",
    "问题id",
    "问题_id",
    "이슈_id",
]);
pub(super) const TYPE: Column = Column(&[
    "issue_type",
    "work_type",
    "vorgangstyp",
    "vorgangsart",
    "type_de_ticket",
    "type_de_demande",
    "tipo_de_incidencia",
    "tipo_de_actividad",
    "tipo_de_ticket",
    "tipo_de_item",
    "tipo_de_ocorrência",
    "tipo_de_pendência",
    "tipo_ticket",
    "tipo_di_ticket",
    "課題タイプ",
    "作業タイプ",
    "问题类型",
    "事务类型",
    "이슈_유형",
]);
pub(super) const SUMMARY: Column =
    Column(&["summary", "zusammenfassung", "résumé", "resumen", "resumo", "riepilogo", "要約", "概要", "主题", "요약"]);
pub(super) const STATUS: Column =
    Column(&["status", "état", "statut", "estado", "situação", "stato", "ステータス", "状态", "상태"]);
pub(super) const CATEGORY: Column = Column(&[
    "status_category",
    "statuskategorie",
    "catégorie_d_état",
    "catégorie_de_statut",
    "catégorie_d_états",
    "categoría_de_estado",
    "categoria_do_status",
    "categoria_de_status",
    "categoria_di_stato",
    "ステータス_カテゴリ",
    "ステータス_カテゴリー",
    "ステータスカテゴリ",
    "状态类别",
    "상태_카테고리",
]);
pub(super) const CATEGORY_CHANGED: Column = Column(&[
    "status_category_changed",
    "statuskategorie_geändert",
    "catégorie_d_état_modifiée",
    "categoría_de_estado_modificada",
    "categoria_do_status_alterada",
    "ステータス_カテゴリの変更",
    "ステータス_カテゴリが変更されました",
]);
pub(super) const PRIORITY: Column = Column(&[
    "priority",
    "priorität",
    "priorité",
    "prioridad",
    "prioridade",
    "priorità",
    "優先度",
    "优先级",
    "우선순위",
]);
pub(super) const RESOLUTION: Column = Column(&[
    "resolution",
    "lösung",
    "résolution",
    "resolución",
    "resolução",
    "soluzione",
    "risoluzione",
    "解決状況",
    "解決",
    "解决结果",
    "해결책",
]);
pub(super) const ASSIGNEE: Column = Column(&[
    "assignee",
    "zugewiesene_person",
    "bearbeiter",
    "bearbeiter_in",
    "zuständig",
    "personne_assignée",
    "responsable",
    "attribution",
    "persona_asignada",
    "responsável",
    "assegnatario",
    "担当者",
    "经办人",
    "담당자",
]);
pub(super) const ASSIGNEE_ID: Column = Column(&[
    "assignee_id",
    "id_der_zugewiesenen_person",
    "zugewiesene_person_id",
    "id_de_la_personne_assignée",
    "personne_assignée_id",
    "id_de_persona_asignada",
    "id_de_responsable",
    "id_do_responsável",
    "担当者_id",
]);
pub(super) const CREATED: Column = Column(&[
    "created",
    "erstellt",
    "création",
    "créé",
    "créée",
    "créé_e",
    "date_de_création",
    "creada",
    "creado",
    "fecha_de_creación",
    "criado",
    "criada",
    "criado_a",
    "data_de_criação",
    "creato",
    "creata",
    "data_creazione",
    "作成日",
    "作成日時",
    "已创建",
    "创建日期",
    "생성일",
    "만듦",
]);
pub(super) const UPDATED: Column = Column(&[
    "updated",
    "aktualisiert",
    "mise_à_jour",
    "mis_à_jour",
    "actualizada",
    "actualizado",
    "fecha_de_actualización",
    "atualizado",
    "atualizada",
    "atualizado_a",
    "aggiornato",
    "data_aggiornamento",
    "更新日",
    "更新日時",
    "已更新",
    "更新日期",
    "업데이트",
    "업데이트됨",
]);
pub(super) const RESOLVED: Column = Column(&[
    "resolved",
    "erledigt",
    "gelöst",
    "résolu",
    "résolue",
    "résolu_e",
    "date_de_résolution",
    "resuelta",
    "resuelto",
    "fecha_de_resolución",
    "resolvido",
    "resolvida",
    "resolvido_a",
    "risolto",
    "risolta",
    "data_risoluzione",
    "解決日",
    "解決日時",
    "解決済み",
    "已解决",
    "解决日期",
    "해결됨",
]);
pub(super) const LABELS: Column = Column(&[
    "labels",
    "stichwörter",
    "beschriftungen",
    "étiquettes",
    "etiquetas",
    "etiquette",
    "categorias",
    "ラベル",
    "标签",
    "레이블",
]);
pub(super) const COMPONENTS: Column = Column(&[
    "components",
    "component_s",
    "komponenten",
    "komponente",
    "komponente_n",
    "composants",
    "composant_s",
    "componentes",
    "componente_s",
    "componenti",
    "コンポーネント",
    "模块",
    "组件",
    "컴포넌트",
]);
pub(super) const DESCRIPTION: Column =
    Column(&["description", "beschreibung", "descripción", "descrição", "descrizione", "説明", "描述", "설명"]);
pub(super) const ENVIRONMENT: Column =
    Column(&["environment", "umgebung", "environnement", "entorno", "ambiente", "環境", "环境", "환경"]);
pub(super) const COMMENT: Column = Column(&[
    "comment",
    "comments",
    "kommentar",
    "kommentare",
    "commentaire",
    "comentario",
    "comentário",
    "commento",
    "コメント",
    "备注",
    "评论",
    "댓글",
]);
pub(super) const TIME_SPENT: Column = Column(&[
    "time_spent",
    "benötigte_zeit",
    "zeitaufwand",
    "temps_consacré",
    "temps_passé",
    "tiempo_trabajado",
    "tiempo_invertido",
    "tempo_gasto",
    "所要時間",
    "経過時間",
]);
pub(super) const PARENT: Column = Column(&[
    "parent_id",
    "parent",
    "übergeordnete_id",
    "übergeordnet",
    "übergeordneter_vorgang",
    "id_du_parent",
    "id_parent",
    "principal",
    "id_principal",
    "id_de_la_principal",
    "pai",
    "id_do_pai",
    "親",
    "親_id",
    "親課題",
]);
pub(super) const PARENT_KEY: Column = Column(&[
    "parent_key",
    "übergeordneter_schlüssel",
    "schlüssel_des_übergeordneten_vorgangs",
    "clé_du_parent",
    "clave_principal",
    "chave_do_pai",
    "親キー",
    "親課題キー",
]);
pub(super) const DUE: Column = Column(&[
    "due_date",
    "fälligkeitsdatum",
    "fällig",
    "échéance",
    "date_d_échéance",
    "fecha_de_vencimiento",
    "data_limite",
    "data_de_vencimento",
    "data_di_scadenza",
    "期限",
]);

impl Column {
    /// The first value that is set.
    pub(super) fn of<'a>(&self, cells: Fields<'a>) -> &'a str {
        self.0.iter().map(|key| cells.raw(key)).find(|value| !value.is_empty()).unwrap_or("")
    }

    /// All values, as the format repeats a column for each.
    pub(super) fn all<'a>(&self, cells: Fields<'a>) -> Vec<&'a str> {
        self.0.iter().flat_map(|key| cells.all(key)).collect()
    }

    fn is_in(&self, headers: &[String]) -> bool {
        headers.iter().any(|header| self.0.contains(&header.as_str()))
    }
}

/// Whether a table of these columns holds issues.
pub(super) fn is_table_of_issues(headers: &[String]) -> bool {
    let own_key = headers.iter().any(|h| KEY.0.contains(&h.as_str()) && !COMMON_KEYS.contains(&h.as_str()));
    let others = [SUMMARY, TYPE, STATUS, CREATED];
    let known = others.iter().filter(|column| column.is_in(headers)).count();
    (own_key && known > 0) || (KEY.is_in(headers) && TYPE.is_in(headers) && known >= 3)
}

/// What a column in brackets is: `Custom field (Severity)`, `Outward issue link (Duplicate)`.
pub(super) enum Bracketed<'a> {
    Custom(&'a str),
    Inward(&'a str),
    Outward(&'a str),
}

const CUSTOM: [&str; 11] = [
    "custom_field",
    "benutzerdefiniertes_feld",
    "benutzerdefinierte_felder",
    "champ_personnalisé",
    "champs_personnalisés",
    "campo_personalizado",
    "campos_personalizados",
    "campo_personalizzato",
    "カスタムフィールド",
    "カスタム_フィールド",
    "自定义字段",
];
const LINK: [&str; 9] =
    ["link", "verknüpfung", "lien", "enlace", "vínculo", "vinculo", "collegamento", "リンク", "链接"];
const INWARD: [&str; 9] = ["inward", "eingehend", "intern", "entrant", "entrad", "inbound", "内向き", "内部", "内向"];
const OUTWARD: [&str; 10] =
    ["outward", "ausgehend", "extern", "sortant", "salid", "saliente", "saíd", "外向き", "外部", "外向"];

/// Reads the header of a column that is named in brackets.
pub(super) fn bracketed(header: &str) -> Option<Bracketed<'_>> {
    let header = header.trim();
    let (before, rest) = header.split_once(['(', '（'])?;
    let inner = rest.strip_suffix([')', '）'])?.trim();
    let prefix = header_key(before);
    let has = |words: &[&str]| words.iter().any(|word| prefix.contains(word));
    if CUSTOM.contains(&prefix.as_str()) {
        Some(Bracketed::Custom(inner))
    } else if has(&LINK) && has(&OUTWARD) {
        Some(Bracketed::Outward(inner))
    } else if has(&LINK) && has(&INWARD) {
        Some(Bracketed::Inward(inner))
    } else {
        None
    }
}
