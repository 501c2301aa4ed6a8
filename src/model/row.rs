//! Rows with types: each table has a type of its own for its rows, so that the row of an incident can't be used where a
//! person's is meant. A row is four bytes, and so is one that may be missing.

use crate::model::bug;
use std::fmt::Debug;
use std::hash::Hash;

/// A row of one certain table, or the number of a name in one certain list.
pub trait Ix: Copy + Ord + Hash + Debug {
    /// What one row is: `an incident`.
    const OF: &'static str;

    /// The row at a place, counted from 0.
    fn at(place: usize) -> Self;

    /// Its place, counted from 0.
    fn place(self) -> usize;

    /// The same as a number of a table's column.
    #[inline]
    fn number(self) -> u32 {
        narrow(self.place(), Self::OF)
    }
}

/// The rows of a table of this length, in order.
pub fn rows<I: Ix>(len: usize) -> impl ExactSizeIterator<Item = I> + DoubleEndedIterator + Clone {
    (0..len).map(I::at)
}

/// A place as four bytes; no table of a run has four billion rows, because each takes memory.
#[inline]
#[must_use]
pub fn narrow(place: usize, of: &str) -> u32 {
    u32::try_from(place).unwrap_or_else(|_| bug::broken("tables have fewer than four billion rows", of))
}

/// A numbering that stays inside the code that makes it.
impl Ix for u32 {
    const OF: &'static str = "a number";

    #[inline]
    fn at(place: usize) -> Self {
        narrow(place, Self::OF)
    }

    #[inline]
    fn place(self) -> usize {
        self as usize
    }
}

/// A row of a table that nothing refers to.
impl Ix for usize {
    const OF: &'static str = "a row";

    #[inline]
    fn at(place: usize) -> Self {
        place
    }

    #[inline]
    fn place(self) -> usize {
        self
    }
}

/// Declares types of rows. They hold one more than the place, so that a missing row costs no further bytes.
macro_rules! row_types {
    ($($(#[$doc:meta])* $visible:vis $name:ident is $of:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        $visible struct $name(std::num::NonZeroU32);

        impl $crate::model::row::Ix for $name {
            const OF: &'static str = $of;

            #[inline]
            fn at(place: usize) -> Self {
                Self(std::num::NonZeroU32::MIN.saturating_add($crate::model::row::narrow(place, $of)))
            }

            #[inline]
            fn place(self) -> usize {
                (self.0.get() - 1) as usize
            }
        }

        impl std::hash::Hash for $name {
            #[inline]
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                state.write_u32(self.0.get() - 1);
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0.get() - 1)
            }
        }
    )*};
}

pub(crate) use row_types;

/// The same, with what [`Ix`] has as functions of their own, for types that many files use.
macro_rules! public_rows {
    ($($(#[$doc:meta])* $name:ident is $of:literal;)*) => {
        row_types! { $($(#[$doc])* pub $name is $of;)* }

        $(impl $name {
            /// The row at a place, counted from 0.
            #[must_use]
            #[inline]
            pub fn at(place: usize) -> Self {
                Ix::at(place)
            }

            /// Its place, counted from 0.
            #[must_use]
            #[inline]
            pub fn place(self) -> usize {
                Ix::place(self)
            }

            /// The same as a number of a table's column.
            #[must_use]
            #[inline]
            pub fn number(self) -> u32 {
                Ix::number(self)
            }
        })*
    };
}

public_rows! {
    /// A row of the table of all records.
    RecordRow is "a record";
    /// A row of the incident columns: one record of an incident, before records are brought together.
    IncidentRow is "a record of an incident";
    /// A row of the references that records of incidents state.
    ReferenceRow is "a stated reference";
    /// A row of the log entries: one entry and one person concerned.
    EntryRow is "a log entry";
    /// A record as one tool knows it, whatever the number of its versions.
    EntityIx is "an entity";
    /// A row of the incident table.
    IncidentIx is "an incident";
    /// A person as one tool names them.
    MentionIx is "a mention";
    /// A person, or an account of a machine.
    PersonIx is "a person";
    /// Incidents judged to be the same underlying problem, as recurrence lists them.
    FamilyIx is "a family";
    /// A follow-up, as follow-through lists them.
    ItemIx is "a follow-up";
    /// An input file, in input order.
    FileIx is "an input file";
    /// A tool, as numbered among the sources of all records.
    SourceIx is "a source of records";
    /// A tool, as numbered among the sources of the incident columns.
    ToolIx is "a tool";
    /// A tool, as numbered among those that state something of an incident.
    StatingIx is "a tool that states something";
    /// A kind of record: the middle part of record ids.
    KindIx is "a kind of record";
    /// A way into JSON without its last number.
    PointerIx is "a pointer";
    /// The key under which log entries find their incident.
    KeyIx is "a key of log entries";
    /// What an entry changed something to.
    ValueIx is "a value of log entries";
    /// The channel through which an entry says that something was noticed.
    ChannelIx is "a channel of log entries";
    /// A role that somebody has in an incident.
    RoleIx is "a role of people";
}
