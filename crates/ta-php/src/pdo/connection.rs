//! One connection of a pool: what was sent through it, what has failed, who uses it.
//!
//! The shim calls in from the driver's methods (`zend/shim/pdo_link.c`), in whatever
//! flow the driver runs: nothing here may hold a borrow while it calls out.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_char};
use std::os::raw::c_void;
use std::ptr;
use std::rc::{Rc, Weak};

use ta_coro::Id;

use super::ffi::{self, Link, Parked};
use super::fork;
use super::options::Driver;
use super::sql::{self, Effect};
use super::statements::{self, Statements};
use super::template::Template;
use crate::zend::border::guarded;
use crate::zend::exception;
use crate::zend::ffi::{zend_object, zend_string, zval};
use crate::zend::value::{Str, bytes_of};

/// PDO's attributes that say how a statement is to be prepared.
const ATTR_CURSOR: i64 = 10;
const ATTR_STATEMENT_CLASS: i64 = 13;
const CURSOR_FWDONLY: i64 = 0;

/// See the module.
pub(super) struct Connection {
    driver: Driver,
    /// Null once PDO has freed the connection.
    link: Cell<*mut Link>,
    object: Cell<*mut zend_object>,
    process: u32,
    /// It cannot be used any more.
    broken: Cell<bool>,
    /// What was sent since it was last reset.
    effect: Cell<Effect>,
    /// It has to be ended rather than reset.
    spoilt: Cell<bool>,
    /// The stamp of the template's attributes that it has.
    pub(super) stamp: Cell<u64>,
    /// Who has it now or, when it rests, had it last.
    pub(super) user: Cell<Option<User>>,
    /// A coroutine has it that has not ended.
    pub(super) seated: Cell<bool>,
    /// Who lends it, while it is lent.
    pub(super) lender: RefCell<Weak<Template>>,
    statements: RefCell<Statements>,
}

/// A coroutine; main is `None`.
pub(super) type User = Option<Id>;

impl Connection {
    /// Takes over a connection that PDO has made. `None` when it is of a kind that
    /// cannot be looked into.
    pub(super) fn adopt(
        object: *mut zend_object,
        driver: Driver,
        capacity: usize,
    ) -> Option<Rc<Self>> {
        let connection = Rc::new(Self {
            driver,
            link: Cell::new(ptr::null_mut()),
            object: Cell::new(object),
            process: fork::generation(),
            broken: Cell::new(false),
            effect: Cell::new(Effect::Read),
            spoilt: Cell::new(false),
            stamp: Cell::new(0),
            user: Cell::new(None),
            seated: Cell::new(false),
            lender: RefCell::new(Weak::new()),
            statements: RefCell::new(Statements::new(capacity)),
        });
        let owner = Rc::into_raw(Rc::clone(&connection));
        // SAFETY: the object is live and connected; the link keeps the reference that
        // `owner` stands for.
        let link = unsafe { ffi::ta_link_new(object, owner.cast()) };
        if link.is_null() {
            // SAFETY: nobody took the reference.
            drop(unsafe { Rc::from_raw(owner) });
            return None;
        }
        connection.link.set(link);
        Some(connection)
    }

    /// The connection that `object` is; `None` for anything else.
    pub(super) fn of(object: *const zend_object) -> Option<Rc<Self>> {
        // SAFETY: the caller has a live PDO object; its owner is alive as long as it is.
        unsafe {
            let owner = ffi::ta_link_owner(object).cast::<Self>();
            if owner.is_null() {
                return None;
            }
            Rc::increment_strong_count(owner);
            Some(Rc::from_raw(owner))
        }
    }

    pub(super) fn object(&self) -> *mut zend_object {
        self.object.get()
    }

    /// The shim's side of it, while it is open.
    pub(super) fn link(&self) -> Option<*mut Link> {
        Some(self.link.get()).filter(|link| !link.is_null())
    }

    /// Something of it may still be lent.
    pub(super) fn is_usable(&self) -> bool {
        !self.broken.get() && !self.is_foreign() && self.link().is_some()
    }

    /// It was made before this process was forked.
    pub(super) fn is_foreign(&self) -> bool {
        self.process != fork::generation()
    }

    /// Whether the client library takes it for one that works.
    pub(super) fn is_up(&self) -> bool {
        self.is_usable()
            // SAFETY: it is open.
            && self.link().is_some_and(|link| unsafe { ffi::ta_link_is_up(link) })
    }

    pub(super) fn break_up(&self) {
        self.broken.set(true);
        if let Some(link) = self.link() {
            // SAFETY: it is open.
            unsafe { ffi::ta_link_give_up(link) }
        }
    }

    /// Statements in the hands of PHP code.
    pub(super) fn statements(&self) -> u32 {
        // SAFETY: it is open.
        self.link()
            .map_or(0, |link| unsafe { ffi::ta_link_statements(link) })
    }

    /// Asks no server.
    pub(super) fn in_transaction(&self) -> bool {
        self.is_usable()
            // SAFETY: it is open.
            && self.link().is_some_and(|link| unsafe { ffi::ta_link_in_transaction(link) })
    }

    /// Nobody would notice if the next call were made through another connection.
    pub(super) fn is_free(&self) -> bool {
        self.statements() == 0
            && self.effect.get() < Effect::Session
            && !self.spoilt.get()
            && !self.in_transaction()
    }

    /// It has changed data: the session knows of the last change.
    pub(super) fn has_written(&self) -> bool {
        self.effect.get() == Effect::Write
    }

    /// Whether [`Connection::reset`] would have to talk to the server.
    pub(super) fn needs_reset(&self) -> bool {
        self.in_transaction()
            || self.effect.get() == Effect::Session
            || self.spoilt.get()
            // SAFETY: it is open.
            || self.link().is_some_and(|link| unsafe { ffi::ta_link_is_late(link) })
    }

    /// Has it ended rather than lent again.
    pub(super) fn spoil(&self) {
        self.spoilt.set(true);
    }

    /// Rolls back what is open. Returns whether nothing is. May wait.
    pub(super) fn roll_back(&self) -> bool {
        if !self.in_transaction() {
            return self.is_usable();
        }
        // SAFETY: it is open.
        self.link()
            .is_some_and(|link| unsafe { ffi::ta_link_roll_back(link) })
            && self.is_usable()
    }

    /// Makes it as good as new; `false` when it has to be ended instead. May wait.
    pub(super) fn reset(&self) -> bool {
        if !self.is_usable() || self.spoilt.get() || !self.roll_back() {
            return false;
        }
        if let Some(link) = self.link() {
            // SAFETY: it is open.
            unsafe { ffi::ta_link_catch_up(link) }
        }
        if self.effect.get() == Effect::Session && !self.reset_session() {
            return false;
        }
        self.effect.set(Effect::Read);
        self.is_up()
    }

    /// Undoes what was set. PostgreSQL can; MySQL could, but PDO has no way to ask for it;
    /// in SQLite a new connection costs nothing.
    fn reset_session(&self) -> bool {
        const RESET: &str = "DISCARD ALL";
        if self.driver != Driver::Pgsql {
            return false;
        }
        self.end_statements();
        // SAFETY: it is open.
        self.link().is_some_and(|link| unsafe {
            ffi::ta_link_send(link, RESET.as_ptr().cast(), RESET.len())
        })
    }

    /// What was prepared so far is not used again.
    pub(super) fn end_statements(&self) {
        let waiting = self.statements.borrow_mut().clear();
        if let Some(link) = self.link() {
            for parked in &waiting {
                statements::end(link, parked);
            }
        }
    }

    /// What went wrong with the last call, as `errorInfo()` has it; the connection
    /// itself has forgotten it afterwards.
    pub(super) fn take_error(&self) -> Option<zval> {
        let link = self.link()?;
        let mut info = crate::zend::value::undef();
        // SAFETY: it is open; the place is unset.
        unsafe {
            ffi::ta_link_examine(link);
            let failed = ffi::ta_link_error(link, &raw mut info);
            if failed {
                // What it frees may end the connection's last statement, not the
                // connection: the caller has a reference.
                ffi::ta_link_forget_query(link);
            }
            failed.then_some(info)
        }
    }

    /// The id that was generated last, of those drivers that know it.
    pub(super) fn last_id(&self) -> Option<Str> {
        let link = self.link().filter(|_| self.driver != Driver::Pgsql)?;
        // SAFETY: it is open; what is returned is ours.
        unsafe {
            let id = ffi::ta_link_last_id(link);
            (!id.is_null()).then(|| Str::adopt(id))
        }
    }

    fn sends(&self, text: &[u8]) {
        let sql::Verdict { effect, begins } = sql::judge(self.driver, text);
        if begins && let Some(link) = self.link() {
            // SAFETY: it is open.
            unsafe { ffi::ta_link_begins(link) }
        }
        if effect == Effect::Session {
            // What is prepared already may mean something else from now on.
            self.end_statements();
        }
        self.effect.set(self.effect.get().max(effect));
    }

    /// A call has failed with this SQLSTATE and this number of the driver's; without
    /// them it was cancelled.
    fn fails(&self, state: &[u8], code: i64) {
        let lost = match self.driver {
            // Errors of the client library: no connection, or no sense in what came.
            // And what a server says before it hangs up.
            Driver::Mysql => {
                matches!(code, 2000..=2013 | 2026..=2028 | 2037..=2049 | 2055)
                    || matches!(code, 1053 | 1152..=1161 | 1927 | 3169 | 4031)
            }
            Driver::Pgsql => state.starts_with(b"08") || state.starts_with(b"57P") || !self.is_up(),
            // The database is damaged, or is none.
            Driver::Sqlite => matches!(code, 11 | 26),
        };
        // Half of an answer may be on its way.
        let cancelled = state.is_empty() && self.driver != Driver::Sqlite;
        if lost || cancelled {
            self.break_up();
        }
    }

    fn is_stale(&self, state: &[u8], code: i64) -> bool {
        match self.driver {
            // In a transaction there is nothing to be repeated: it has failed.
            Driver::Pgsql => matches!(state, b"0A000" | b"26000") && !self.in_transaction(),
            Driver::Mysql => matches!(code, 1243 | 1615 | 2057),
            Driver::Sqlite => false,
        }
    }

    fn released(self: &Rc<Self>) {
        if self.statements() > 0 {
            return;
        }
        let lender = self.lender.borrow().upgrade();
        if let Some(lender) = lender {
            lender.statements_gone(self);
        }
    }
}

/// Whether a statement that was asked for with these options is the same as one
/// without.
fn is_ordinary(options: &zval) -> bool {
    let Some(options) = options.dereference().array() else {
        return true;
    };
    options.iter().all(|(key, value)| match key {
        ext_php_rs::types::ArrayKey::Long(ATTR_STATEMENT_CLASS) => true,
        ext_php_rs::types::ArrayKey::Long(ATTR_CURSOR) => {
            value.dereference().long() == Some(CURSOR_FWDONLY)
        }
        _ => false,
    })
}

/// Runs `body` for the connection that a link belongs to.
///
/// # Safety
/// `owner` is what the link was made with, and the link exists.
unsafe fn with<T>(owner: *const c_void, fallback: T, body: impl FnOnce(&Rc<Connection>) -> T) -> T {
    guarded(fallback, || {
        let owner = owner.cast::<Connection>();
        // SAFETY: the link has a reference; ours lasts as long as the body.
        let connection = unsafe {
            Rc::increment_strong_count(owner);
            Rc::from_raw(owner)
        };
        body(&connection)
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_sends(owner: *const c_void, sql: *mut zend_string) {
    // SAFETY: as `with` demands, like all others below; the text is alive.
    unsafe { with(owner, (), |connection| connection.sends(bytes_of(sql))) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_reuses(
    owner: *const c_void,
    sql: *mut zend_string,
    options: *mut zval,
    parked: *mut Parked,
) -> bool {
    // SAFETY: see above; the options are an argument of the running call, or NULL.
    unsafe {
        with(owner, false, |connection| {
            if options
                .as_ref()
                .is_some_and(|options| !is_ordinary(options))
            {
                return false;
            }
            let found = connection.statements.borrow_mut().take(bytes_of(sql));
            if let Some(found) = found {
                parked.write(found);
            }
            found.is_some()
        })
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_prepared(
    owner: *const c_void,
    statement: *const c_void,
    sql: *mut zend_string,
    options: *mut zval,
) {
    // SAFETY: see above.
    unsafe {
        with(owner, (), |connection| {
            if options.as_ref().is_none_or(is_ordinary) {
                connection
                    .statements
                    .borrow_mut()
                    .lend(statement, bytes_of(sql));
            }
        });
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_keeps(owner: *const c_void, statement: *const c_void) -> bool {
    // SAFETY: see above.
    unsafe {
        with(owner, false, |connection| {
            let keeps = connection.is_usable() && connection.statements.borrow().keeps(statement);
            if !keeps {
                connection.statements.borrow_mut().forget(statement);
            }
            keeps
        })
    }
}

/// `parked` is NULL for a statement that could not be brought to rest.
#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_parked(
    owner: *const c_void,
    statement: *const c_void,
    parked: *const Parked,
) {
    // SAFETY: see above.
    unsafe {
        with(owner, (), |connection| {
            let (kept, oldest) = connection
                .statements
                .borrow_mut()
                .give_back(statement, parked.as_ref().copied());
            let Some(link) = connection.link() else {
                return;
            };
            if let Some(kept) = kept {
                ffi::ta_link_forget_values(link, &raw const kept);
            }
            if let Some(oldest) = oldest {
                statements::end(link, &oldest);
            }
        });
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_released(owner: *const c_void) {
    // SAFETY: see above.
    unsafe { with(owner, (), Connection::released) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_failed(owner: *const c_void, state: *const c_char, code: i64) {
    // SAFETY: see above; the state ends with a zero.
    unsafe {
        with(owner, (), |connection| {
            connection.fails(CStr::from_ptr(state).to_bytes(), code);
        });
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_is_stale(
    owner: *const c_void,
    state: *const c_char,
    code: i64,
) -> bool {
    // SAFETY: see above.
    unsafe {
        with(owner, false, |connection| {
            connection.is_stale(CStr::from_ptr(state).to_bytes(), code)
        })
    }
}

/// Whether the code that runs is the coroutine that has the connection.
#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_is_users(owner: *const c_void) -> bool {
    // SAFETY: see above.
    unsafe {
        with(owner, false, |connection| {
            connection.seated.get() && connection.user.get() == super::template::running()
        })
    }
}

/// PDO frees the connection. Returns whether it may be closed: one of another process
/// is left to that.
#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_closes(owner: *const c_void) -> bool {
    // SAFETY: see above.
    unsafe {
        with(owner, true, |connection| {
            let ours = !connection.is_foreign();
            if ours {
                connection.end_statements();
            }
            connection.broken.set(true);
            connection.link.set(ptr::null_mut());
            ours
        })
    }
}

/// The link goes.
#[unsafe(no_mangle)]
unsafe extern "C" fn ta_pdo_forget(owner: *const c_void) {
    guarded((), || {
        // SAFETY: the link gives up the reference it was made with.
        let connection = unsafe { Rc::from_raw(owner.cast::<Connection>()) };
        drop(connection);
    });
}

/// Whether code that runs now can wait for a server.
pub(super) fn can_wait() -> bool {
    let scheduler = crate::coroutine::scheduler();
    !exception::is_pending()
        && (crate::coroutine::Runtime::is_dormant()
            || (scheduler.is_inside() && crate::zend::context::may_suspend()))
}
