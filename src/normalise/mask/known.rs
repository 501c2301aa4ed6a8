//! What the people of a data set are called: every form in which exports and texts name them.

use crate::model::person::{Directory, Mention, Mentions};
use crate::model::row::PersonIx;
use crate::normalise::identity::traits::{BY_HAND, email, in_order, without_marks};
use crate::normalise::mask::tokens;
use crate::normalise::mask::words::{is_ordinary, is_particle, is_role};
use rustc_hash::FxHashMap;

/// A name that so many people share tells nobody apart.
const CROWD: u32 = 50;
/// Fewest letters of a name by itself, and of a log-in name.
const SHORTEST_NAME: usize = 3;
const SHORTEST_LOGIN: usize = 4;
/// A number is an account and no quantity from so many digits on.
const LONGEST_COUNT: usize = 8;
/// Small words that begin a last name.
const SMALL: [&str; 10] = ["de", "di", "du", "da", "do", "la", "le", "el", "al", "mc"];
/// More words than this are seldom a name alone.
const MAX_OF_A_NAME: usize = 3;
/// More words than this are no name.
const MAX_WORDS: usize = 6;

/// How sure it is that a form is the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameForm {
    /// A full name, an address in words, an account.
    Sure,
    /// A full name that is made of ordinary words (`Will Power`).
    Words,
    /// An initial and the last name, or the first name and an initial.
    Initial,
    /// A first or last name by itself.
    Name,
    /// A log-in name made of the person's own name, stated or not (`jdoe`).
    OwnLogin,
    /// Another log-in name, which may be a word of the house (`payments`).
    Login,
}

/// Everything that people are called.
#[derive(Debug, Default)]
pub struct KnownNames {
    /// Folded words and how sure the form is.
    pub forms: Vec<(Vec<String>, NameForm)>,
    /// Addresses, as [`email`] writes them.
    pub emails: Vec<String>,
    /// What may stand behind an `@`, folded words joined by a space.
    pub handles: Vec<String>,
    /// By name: how many people have it, and the last of them.
    names: FxHashMap<String, (u32, Option<PersonIx>)>,
}

impl KnownNames {
    /// Collects the forms of all people; machines are nobody. O(n) in the length of all that is stated.
    #[must_use]
    pub fn of(mentions: &Mentions, directory: &Directory) -> Self {
        let mut known = Self::default();
        for (row, mention) in mentions.rows.enumerate() {
            if let Some(person) = directory.human(row) {
                known.add(person, mention);
            }
        }
        known.add_names();
        known
    }

    fn add(&mut self, person: PersonIx, mention: &Mention) {
        let stated = &mention.stated;
        for name in [stated.name.clone(), spelt_out(&stated.name)] {
            if !name.contains('@') {
                self.add_name(person, &name);
            }
        }
        for address in stated.email.split([';', ',']).chain([stated.id.as_str(), stated.name.as_str()]) {
            if let Some(address) = email(address) {
                let local = address.split('@').next().unwrap_or("").to_owned();
                self.emails.push(address);
                self.add_login(&local, &stated.name);
            }
        }
        let several = if mention.source == BY_HAND { ';' } else { '\u{1}' };
        for id in stated.id.split(several).filter(|id| !id.contains('@')) {
            self.add_login(id, &stated.name);
            if let (BY_HAND, Some((_, bare))) = (mention.source.as_str(), id.split_once(':')) {
                self.add_login(bare, &stated.name);
            }
        }
    }

    fn add_name(&mut self, person: PersonIx, stated: &str) {
        let words = tokens::words(&in_order(&without_marks(stated)));
        let words: Vec<String> = words.into_iter().filter(|w| !w.chars().all(char::is_numeric)).collect();
        match words.as_slice() {
            [] => {}
            [one] => {
                if stated.trim().chars().next().is_some_and(char::is_uppercase) && !is_role(one) {
                    self.count(person, one);
                } else {
                    self.add_login(stated, "");
                }
            }
            all if all.len() > MAX_WORDS || is_group(all) => {}
            all => self.add_full(person, all),
        }
    }

    fn add_full(&mut self, person: PersonIx, words: &[String]) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        let form = if words.iter().all(|w| is_ordinary(w)) { NameForm::Words } else { NameForm::Sure };
        let middle = words.get(..words.len() - 1).unwrap_or(&[]);
        let turned = [last].into_iter().chain(middle).cloned().collect();
        let mut orders = vec![words.to_vec(), turned];
        if words.len() > 2 {
            // People leave out a middle name, or the second of two last names.
            orders.extend(words.iter().skip(1).map(|word| vec![first.clone(), word.clone()]));
            orders.push(vec![last.clone(), first.clone()]);
            self.add_family_name(person, first, words);
        }
        let initial = |word: &str| word.chars().take(1).collect::<String>();
        let (f, l) = (initial(first), initial(last));
        if first.chars().count() > 1 && last.chars().count() > 1 {
            for pair in [[&f, last], [last, &f], [first, &l]] {
                self.forms.push((pair.map(Clone::clone).to_vec(), NameForm::Initial));
            }
            let joined = words.concat();
            for login in [f + last, format!("{first}{l}"), format!("{first}{last}"), format!("{last}{first}"), joined] {
                self.own_login(login);
            }
        }
        self.handles.extend(orders.iter().map(|order| order.join(" ")));
        self.forms.extend(orders.into_iter().map(|order| (order, form)));
        words.iter().for_each(|word| self.count(person, word));
        if words.len() > MAX_OF_A_NAME {
            // Whatever else stands in a field for names is not counted as one more person of that name.
            self.uncount(words);
        }
    }

    /// A last name of several words (`O'Brien`, `van der Berg`), as it stands and written together.
    fn add_family_name(&mut self, person: PersonIx, first: &str, words: &[String]) {
        let is_letter = |word: &String| word.chars().count() == 1 && word != "s";
        let begins = |word: &String| is_letter(word) || is_particle(word) || SMALL.contains(&word.as_str());
        let Some(from) = words.iter().skip(1).position(begins).map(|at| at + 1) else { return };
        let name = words.get(from..).unwrap_or(&[]);
        if name.len() < 2 || name.last().is_none_or(|last| last.chars().count() < SHORTEST_NAME) {
            return;
        }
        let together = name.concat();
        self.forms.push((name.to_vec(), NameForm::Sure));
        self.forms.push((vec![first.to_owned(), together.clone()], NameForm::Sure));
        self.own_login(first.chars().take(1).chain(together.chars()).collect());
        self.count(person, &together);
    }

    fn own_login(&mut self, login: String) {
        self.handles.push(login.clone());
        if login.chars().count() >= SHORTEST_LOGIN {
            self.forms.push((vec![login], NameForm::OwnLogin));
        }
    }

    fn add_login(&mut self, stated: &str, name: &str) {
        let words = tokens::words(stated);
        let letters: usize = words.iter().map(|w| w.chars().filter(|c| c.is_alphabetic()).count()).sum();
        let length: usize = words.iter().map(|w| w.chars().count()).sum();
        if (letters == 0 && length <= LONGEST_COUNT) || words.len() > MAX_WORDS + 2 {
            return;
        }
        match words.as_slice() {
            [] => {}
            [one] => {
                self.handles.push(one.clone());
                self.add_account(one, is_own(one, name));
            }
            all if is_group(all) => self.handles.push(all.join(" ")),
            all => {
                self.handles.push(all.join(" "));
                let form = if all.iter().all(|w| is_ordinary(w)) { NameForm::Words } else { NameForm::Sure };
                self.forms.push((all.to_vec(), form));
            }
        }
    }

    /// An account of one word. With digits it is no word of the house; the letters before them alone are looked for too,
    /// since words of titles are told without their numbers.
    fn add_account(&mut self, account: &str, own: bool) {
        if account.chars().count() < SHORTEST_LOGIN {
            return;
        }
        let bare = account.trim_end_matches(|c: char| c.is_ascii_digit());
        let form = match own {
            _ if bare != account && !bare.is_empty() => NameForm::Sure,
            true => NameForm::OwnLogin,
            false => NameForm::Login,
        };
        self.forms.push((vec![account.to_owned()], form));
        if form == NameForm::Sure && bare.chars().count() > SHORTEST_LOGIN && bare.chars().all(char::is_alphabetic) {
            self.forms.push((vec![bare.to_owned()], NameForm::Login));
        }
    }

    fn count(&mut self, person: PersonIx, name: &str) {
        if name.chars().count() < SHORTEST_NAME || is_particle(name) || is_role(name) {
            return;
        }
        let slot = self.names.entry(name.to_owned()).or_insert((0, None));
        if slot.1 != Some(person) {
            *slot = (slot.0 + 1, Some(person));
        }
    }

    fn uncount(&mut self, words: &[String]) {
        for word in words {
            if let Some((people, _)) = self.names.get_mut(word) {
                *people = (*people).saturating_sub(1);
            }
        }
    }

    fn add_names(&mut self) {
        let mut few: Vec<String> = Vec::new();
        #[expect(clippy::iter_over_hash_type, reason = "sorted below")]
        for (name, (people, _)) in std::mem::take(&mut self.names) {
            if people < CROWD {
                few.push(name);
            }
        }
        few.sort_unstable();
        self.handles.extend(few.iter().cloned());
        self.forms.extend(few.into_iter().map(|name| (vec![name], NameForm::Name)));
    }
}

/// Whether a list of words is what a group is called (`Service Desk`, `Deleted user`).
fn is_group(words: &[String]) -> bool {
    words.iter().all(|w| is_ordinary(w) || is_role(w)) && words.iter().any(|w| is_role(w))
}

/// Whether a log-in name is made of the name of its owner.
fn is_own(login: &str, name: &str) -> bool {
    tokens::words(name).iter().any(|word| word.chars().count() >= SHORTEST_NAME && login.contains(word.as_str()))
}

/// A name as it is written without a German or Nordic keyboard: `Jürgen Ångström` is `Juergen Aangstroem`.
fn spelt_out(name: &str) -> String {
    let spelt = |c: char| match c {
        'ä' | 'æ' => "ae".to_owned(),
        'ö' | 'ø' => "oe".to_owned(),
        'ü' => "ue".to_owned(),
        'å' => "aa".to_owned(),
        'Ä' | 'Æ' => "Ae".to_owned(),
        'Ö' | 'Ø' => "Oe".to_owned(),
        'Ü' => "Ue".to_owned(),
        'Å' => "Aa".to_owned(),
        other => other.to_string(),
    };
    let found: String = name.chars().map(spelt).collect();
    if found == name { String::new() } else { found }
}
