//! Prepared statements of one connection: those in use, and those that wait for their
//! next user.
//!
//! PHP code never gets the same PDOStatement twice. What waits here is the driver's own
//! part of one, taken out when the object was freed; the next `prepare()` of the same
//! SQL puts it into a new object (`zend/shim/pdo_link.c`). So everything that PDO keeps
//! per object begins anew, and what the server has prepared goes on being used.

use std::collections::HashMap;
use std::os::raw::c_void;

use super::ffi::{self, Link, Parked};
use crate::zend::ffi::HashTable;

/// Those that are in use, by the address of their PDOStatement, and those that wait, by
/// their SQL.
pub(super) struct Statements {
    capacity: usize,
    used: HashMap<usize, Used>,
    waiting: HashMap<Box<[u8]>, Waiting>,
    clock: u64,
    /// Counts what makes earlier statements unfit: another schema path, other settings.
    era: u64,
}

/// A statement that can be kept when its PDOStatement goes.
struct Used {
    sql: Box<[u8]>,
    /// Ours: PDO frees the statement's own first.
    parameters: *mut HashTable,
    era: u64,
}

struct Waiting {
    parked: Parked,
    since: u64,
}

impl Drop for Used {
    fn drop(&mut self) {
        // SAFETY: made by `ta_link_copy_parameters`, and nobody else's. NULL is none.
        unsafe { ffi::ta_link_free_parameters(self.parameters) }
    }
}

impl Statements {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            used: HashMap::new(),
            waiting: HashMap::new(),
            clock: 0,
            era: 0,
        }
    }

    /// Takes out the statement that waits under `sql`.
    pub(super) fn take(&mut self, sql: &[u8]) -> Option<Parked> {
        self.waiting.remove(sql).map(|waiting| waiting.parked)
    }

    /// A statement was handed out that is worth keeping.
    pub(super) fn lend(&mut self, statement: *const c_void, sql: &[u8]) {
        if self.capacity == 0 {
            return;
        }
        let used = Used {
            sql: sql.into(),
            // SAFETY: the statement was prepared just now.
            parameters: unsafe { ffi::ta_link_copy_parameters(statement) },
            era: self.era,
        };
        self.used.insert(statement.addr(), used);
    }

    /// Whether the statement was lent, and could be kept.
    pub(super) fn keeps(&self, statement: *const c_void) -> bool {
        self.used
            .get(&statement.addr())
            .is_some_and(|used| used.era == self.era && !self.waiting.contains_key(&used.sql))
    }

    /// A lent statement goes; with what the driver keeps of it when that may be used
    /// again. Returns what has to make room for it.
    pub(super) fn give_back(
        &mut self,
        statement: *const c_void,
        parked: Option<Parked>,
    ) -> (Option<Parked>, Option<Parked>) {
        let Some(mut used) = self.used.remove(&statement.addr()) else {
            return (None, parked);
        };
        let Some(mut parked) = parked else {
            return (None, None);
        };
        parked.parameters = std::mem::replace(&mut used.parameters, std::ptr::null_mut());
        let oldest = if self.waiting.len() >= self.capacity {
            self.oldest()
        } else {
            None
        };
        self.clock += 1;
        let waiting = Waiting {
            parked,
            since: self.clock,
        };
        let sql = std::mem::take(&mut used.sql);
        self.waiting.insert(sql, waiting);
        (Some(parked), oldest)
    }

    fn oldest(&mut self) -> Option<Parked> {
        let sql = self
            .waiting
            .iter()
            .min_by_key(|(_, waiting)| waiting.since)
            .map(|(sql, _)| sql.clone())?;
        self.take(&sql)
    }

    /// Nothing that was prepared so far is to be used again. Returns what waits.
    pub(super) fn clear(&mut self) -> Vec<Parked> {
        self.era += 1;
        self.waiting
            .drain()
            .map(|(_, waiting)| waiting.parked)
            .collect()
    }

    /// A PDOStatement is about to be freed that nobody keeps.
    pub(super) fn forget(&mut self, statement: *const c_void) {
        self.used.remove(&statement.addr());
    }
}

/// Ends a statement that waited.
pub(super) fn end(link: *mut Link, parked: &Parked) {
    // SAFETY: the connection is open, and the statement belongs to it and to nobody
    // else. It is not used again.
    unsafe { ffi::ta_link_drop_parked(link, parked) }
}
