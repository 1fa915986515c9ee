//! A pooled object: which coroutine has which connection, and for how long.
//!
//! A coroutine that calls a method is seated: it gets a connection, and keeps it while
//! it has statements, a transaction or a changed session. Without any of that the
//! connection goes back after the call, and stays the coroutine's favourite: it gets the
//! same one again unless somebody else has had it meanwhile. When the coroutine ends,
//! the connection is rolled back, reset and goes back. One whose statements somebody
//! still holds then stays away until they are gone.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};

use super::MAIN;
use super::connection::{Connection, User, can_wait};
use super::options::Driver;
use super::options::Options;
use super::plan::{Plan, connection_of};
use super::throw;
use crate::async_api::errors;
use crate::async_api::pool::{self, Pool};
use crate::coroutine::{Keeper, Runtime, Value, scheduler};
use crate::zend::array::Array;
use crate::zend::class::Refs;
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::{zend_object, zval};
use crate::zend::place;
use crate::zend::value::{self, Obj, Str};

/// See the module.
pub(super) struct Template {
    plan: Rc<Plan>,
    pool: Rc<Pool>,
    seats: RefCell<HashMap<User, Seat>>,
    /// Connections of coroutines that have ended, with statements that have not.
    orphans: RefCell<Vec<Rc<Lease>>>,
}

/// What is kept for a coroutine until it ends.
#[derive(Default)]
struct Seat {
    lease: Option<Rc<Lease>>,
    /// The connection it had last.
    favourite: Weak<Connection>,
    /// What its last call failed with, as `errorInfo()` has it.
    error: Option<Value>,
    /// The id that was generated last on a connection that went back.
    last_id: Option<Str>,
}

/// A connection that somebody has.
struct Lease {
    resource: RefCell<Option<Value>>,
    connection: Rc<Connection>,
    /// Calls that are in progress on it, one inside the other.
    depth: Cell<u32>,
    /// Others wait, and it goes back as soon as the coroutine lets them run.
    due: Cell<bool>,
    /// They were let run while a call was in progress.
    overdue: Cell<bool>,
    /// Though it is overdue, one more call may ask what the last one has generated.
    grace: Cell<bool>,
}

impl Template {
    pub(super) fn new(options: Options) -> Rc<Self> {
        let limits = options.limits;
        let plan = Rc::new(Plan::new(options));
        let hooks: Rc<dyn ta_coro::PoolHooks<crate::coroutine::Php>> = plan.clone();
        Rc::new(Self {
            plan,
            pool: Pool::new(hooks, limits),
            seats: RefCell::default(),
            orphans: RefCell::default(),
        })
    }

    /// Opens the connections that there are to be in any case. May wait.
    ///
    /// # Errors
    /// What the first of them failed with.
    pub(super) fn open(&self) -> Outcome {
        self.pool
            .warm_up(scheduler())
            .map_err(exception::throw_object)
    }

    /// The object is gone, and the pool with it. In any flow, also while an exception
    /// is on its way.
    pub(super) fn close(&self) {
        let seats = self.seats.take();
        let orphans = self.orphans.take();
        let leases = seats
            .into_values()
            .filter_map(|seat| seat.lease)
            .chain(orphans);
        surface(|| {
            let mut closed = self.pool.close(scheduler());
            for lease in leases {
                lease.connection.lender.replace(Weak::new());
                // Held by statements, it dies with them.
                let released = match lease.take() {
                    Some(resource) => {
                        lease.connection.spoil();
                        self.release(&lease.connection, resource)
                    }
                    None => Ok(()),
                };
                closed = closed.and(released);
            }
            closed
        });
    }

    /// The connection of the coroutine that calls a method, with a call in progress on
    /// it. May wait.
    ///
    /// # Errors
    /// The pool is closed, no connection can be made, the wait was cancelled.
    pub(super) fn enter(self: &Rc<Self>) -> Outcome<*mut zend_object> {
        let user = user()?;
        let lease = match self.seated(user)? {
            Some(lease) => lease,
            None => self.seat(user)?,
        };
        // Counted first: what setting attributes waits for must not take it away.
        lease.depth.set(lease.depth.get() + 1);
        if let Err(thrown) = self.plan.catch_up(&lease.connection) {
            self.leave(lease.connection.object());
            return Err(thrown);
        }
        Ok(lease.connection.object())
    }

    /// The call is over that [`Template::enter`] was for.
    pub(super) fn leave(self: &Rc<Self>, object: *mut zend_object) {
        let Ok(user) = user() else { return };
        let Some(lease) = self.lease_of(user).filter(|lease| lease.is_for(object)) else {
            return;
        };
        let error = lease.connection.take_error().map(Value::from_zval);
        let former = self
            .seats
            .borrow_mut()
            .get_mut(&user)
            .map(|seat| std::mem::replace(&mut seat.error, error));
        drop(former);
        lease.depth.set(lease.depth.get() - 1);
        self.settle(user, &lease);
    }

    /// The coroutine's connection, if it has one that the next call would be made on. The
    /// lease keeps it alive.
    pub(super) fn bound(&self) -> Option<*mut zend_object> {
        let lease = self.lease_of(user().ok()?)?;
        let connection = &lease.connection;
        connection.is_usable().then(|| connection.object())
    }

    /// Whether there is any connection that the next call could be made on.
    pub(super) fn is_connected(&self) -> bool {
        user().is_ok_and(|user| self.lease_of(user).is_some()) || self.pool.idle() > 0
    }

    /// What `lastInsertId()` returns without asking; `None` when it has to be asked.
    ///
    /// # Errors
    /// Throws `PDOException` when it is too late to ask.
    pub(super) fn last_id(self: &Rc<Self>, named: bool) -> Outcome<Option<Str>> {
        let user = user()?;
        if let Some(lease) = self.lease_of(user) {
            // Others have to wait for one call more.
            lease.overdue.set(false);
            return Ok(None);
        }
        let favourite = {
            let seats = self.seats.borrow();
            let Some(seat) = seats.get(&user) else {
                return Ok(None);
            };
            if self.plan.options.driver != Driver::Pgsql && !named {
                return Ok(seat.last_id.clone());
            }
            seat.favourite.clone()
        };
        let knows = favourite
            .upgrade()
            .filter(|favourite| favourite.user.get() == Some(user));
        if let Some(resource) = knows.and_then(|favourite| self.reclaim(&favourite)) {
            self.install(user, resource)?;
            return Ok(None);
        }
        Err(throw(
            "PDO::lastInsertId() came too late: the connection that knows the id went back to the pool and was used by another coroutine; call it before anything that waits, inside the transaction, or use INSERT ... RETURNING",
        ))
    }

    /// `errorInfo()`: of the coroutine's own last call.
    pub(super) fn error(&self) -> zval {
        let known = user().ok().and_then(|user| {
            let seats = self.seats.borrow();
            let error = seats.get(&user)?.error.as_ref()?;
            Some(error.share())
        });
        known.unwrap_or_else(|| {
            let mut info = Array::with_capacity(3);
            info.push(value::string_zval(Str::new(b"00000")));
            info.push(zval::new());
            info.push(zval::new());
            info.into_zval()
        })
    }

    /// Keeps an attribute for all connections. `applied`: the coroutine's own has it.
    pub(super) fn set_attribute(self: &Rc<Self>, attribute: i64, value: zval, applied: bool) {
        let stamp = self.plan.set_attribute(attribute, value);
        let Some(lease) = user().ok().and_then(|user| self.lease_of(user)) else {
            return;
        };
        if applied && lease.connection.stamp.get() == stamp - 1 {
            lease.connection.stamp.set(stamp);
        } else if lease.depth.get() == 0 && self.enter().is_ok() {
            // Statements that exist follow the connection's attributes.
            self.leave(lease.connection.object());
        }
    }

    /// What `getAttribute()` says of an option of the pool.
    pub(super) fn option(&self, attribute: i64) -> Option<zval> {
        self.plan.options.get(attribute)
    }

    /// Keeps a function for connections to come.
    ///
    /// # Errors
    /// See [`Plan::register`].
    pub(super) fn register(&self, method: Str, arity: u32, arguments: &[zval]) -> Outcome {
        self.plan.register(method, arity, arguments)
    }

    /// A method is about to be called that only the driver knows.
    pub(super) fn calls(self: &Rc<Self>, method: &[u8]) {
        // Handlers and the like are put into the client library: nothing takes them out.
        if !method
            .get(..3)
            .is_some_and(|head| head.eq_ignore_ascii_case(b"set"))
        {
            return;
        }
        if let Ok(object) = self.enter() {
            if let Some(connection) = Connection::of(object) {
                connection.spoil();
            }
            self.leave(object);
        }
    }

    /// The pool's object.
    pub(super) fn show_pool(&self) -> Obj {
        let strategist = &self.plan.strategist;
        strategist
            .pool()
            .unwrap_or_else(|| pool::show(&self.pool, strategist))
    }

    /// Shows the cycle collector what the object holds. While others hold the pool too,
    /// nothing of it is garbage.
    pub(super) fn trace(&self, refs: &Refs) {
        if self.plan.strategist.pool().is_some() || Rc::strong_count(&self.pool) > 1 {
            return;
        }
        self.plan.trace(refs);
        self.pool.each_idle(|resource| refs.value(resource));
        for seat in self.seats.borrow().values() {
            if let Some(lease) = &seat.lease
                && let Some(resource) = &*lease.resource.borrow()
            {
                refs.value(resource);
            }
        }
    }

    /// A coroutine has ended; `None`: main. May wait.
    pub(super) fn part(self: &Rc<Self>, user: User) {
        let Some(seat) = self.seats.borrow_mut().remove(&user) else {
            return;
        };
        let Some(lease) = &seat.lease else { return };
        let connection = &lease.connection;
        connection.seated.set(false);
        if lease.depth.get() > 0 {
            // A fatal error has ended the call: nobody knows where it stands.
            connection.break_up();
        }
        // A cancellation that comes now is nobody's any more.
        let section = scheduler().enter_protected();
        surface(|| {
            if connection.statements() > 0 && !connection.roll_back() {
                connection.break_up();
            }
            // Asked again: others ran meanwhile, and may have let go of the last one.
            if connection.statements() > 0 && connection.is_usable() {
                self.orphans.borrow_mut().push(Rc::clone(lease));
            } else if let Some(resource) = lease.take() {
                return self.release(connection, resource);
            }
            exception::take().map_or(Ok(()), Err)
        });
        if let Some(section) = section {
            drop(scheduler().leave_protected(&section));
        }
    }

    /// The last statement of a connection is gone.
    pub(super) fn statements_gone(self: &Rc<Self>, connection: &Rc<Connection>) {
        let orphan = {
            let mut orphans = self.orphans.borrow_mut();
            let at = orphans
                .iter()
                .position(|orphan| Rc::ptr_eq(&orphan.connection, connection));
            at.map(|at| orphans.swap_remove(at))
        };
        if let Some(orphan) = orphan {
            surface(|| match orphan.take() {
                Some(resource) => self.release(connection, resource),
                None => Ok(()),
            });
            return;
        }
        if let Some(user) = connection.user.get()
            && let Some(lease) = self.lease_of(user)
            && Rc::ptr_eq(&lease.connection, connection)
        {
            self.settle(user, &lease);
        }
    }

    fn lease_of(&self, user: User) -> Option<Rc<Lease>> {
        self.seats.borrow().get(&user)?.lease.clone()
    }

    /// The connection that the coroutine has. One that was lost goes, and one that others
    /// have waited for through a whole call; when that was a change, after the next call.
    fn seated(self: &Rc<Self>, user: User) -> Outcome<Option<Rc<Lease>>> {
        let Some(lease) = self.lease_of(user) else {
            return Ok(None);
        };
        let gives_way = lease.depth.get() == 0
            && lease.overdue.get()
            && lease.connection.is_free()
            && !(lease.grace.take() && lease.connection.has_written());
        if lease.depth.get() > 0 || (lease.connection.is_usable() && !gives_way) {
            return Ok(Some(lease));
        }
        self.give_back(user, &lease)
            .map_err(exception::throw_object)?;
        Ok(None)
    }

    /// Gets the coroutine a connection.
    fn seat(self: &Rc<Self>, user: User) -> Outcome<Rc<Lease>> {
        self.announce(user);
        let resource = self.borrow(user)?;
        self.install(user, resource)
    }

    /// Gives the coroutine a connection that was borrowed for it.
    fn install(self: &Rc<Self>, user: User, resource: Value) -> Outcome<Rc<Lease>> {
        let connection = connection_of(&resource)
            .ok_or_else(|| throw("The pool holds something that is no connection of its own"))?;
        if let Some(lease) = self.lease_of(user) {
            // Code that ran while it was made has got one already.
            self.release(&connection, resource)
                .map_err(exception::throw_object)?;
            return Ok(lease);
        }
        connection.user.set(Some(user));
        connection.seated.set(true);
        connection.lender.replace(Rc::downgrade(self));
        let lease = Rc::new(Lease {
            resource: RefCell::new(Some(resource)),
            connection,
            depth: Cell::new(0),
            due: Cell::new(false),
            overdue: Cell::new(false),
            grace: Cell::new(false),
        });
        let mut seats = self.seats.borrow_mut();
        seats.entry(user).or_default().lease = Some(Rc::clone(&lease));
        Ok(lease)
    }

    /// Has the end of the coroutine told to us, once.
    fn announce(self: &Rc<Self>, user: User) {
        if self.seats.borrow().contains_key(&user) {
            return;
        }
        self.seats.borrow_mut().insert(user, Seat::default());
        match scheduler().current().filter(|_| user.is_some()) {
            Some(coroutine) => {
                let keeper: Weak<dyn Keeper> = Rc::downgrade(self) as Weak<dyn Keeper>;
                coroutine.body.add_keeper(keeper);
            }
            None => MAIN.with_borrow_mut(|templates| templates.push(Rc::downgrade(self))),
        }
    }

    /// A connection of the pool: the favourite if it rests. May wait.
    fn borrow(&self, user: User) -> Outcome<Value> {
        let favourite = {
            let seats = self.seats.borrow();
            seats.get(&user).and_then(|seat| seat.favourite.upgrade())
        };
        if let Some(resource) = favourite.and_then(|favourite| self.reclaim(&favourite)) {
            return Ok(resource);
        }
        let free = self
            .pool
            .try_acquire(scheduler())
            .map_err(exception::throw_object)?;
        if let Some(resource) = free {
            return Ok(resource);
        }
        Runtime::launch()?;
        self.pool
            .acquire(scheduler(), None)
            .map_err(exception::throw_object)
    }

    /// A certain connection, if it rests and nobody waits for it.
    fn reclaim(&self, favourite: &Connection) -> Option<Value> {
        let object = favourite.object();
        favourite
            .is_up()
            .then(|| {
                self.pool
                    .reclaim(|resource| resource.as_object() == Some(object))
            })
            .flatten()
    }

    /// Gives back a connection that nothing holds the coroutine to.
    fn settle(self: &Rc<Self>, user: User, lease: &Rc<Lease>) {
        let connection = &lease.connection;
        if lease.depth.get() > 0 || (connection.is_usable() && !connection.is_free()) {
            return;
        }
        // Who waits gets it at once; but what the session knows of a change may be asked
        // for next. So the coroutine keeps it until it lets others run.
        if connection.is_usable()
            && connection.has_written()
            && self.pool.waiting() > 0
            && scheduler().is_inside()
        {
            self.give_back_later(user, lease);
            return;
        }
        surface(|| self.give_back(user, lease));
    }

    fn give_back_later(self: &Rc<Self>, user: User, lease: &Rc<Lease>) {
        if lease.due.replace(true) {
            return;
        }
        let (template, lease) = (Rc::downgrade(self), Rc::downgrade(lease));
        scheduler().spawn_work(&scheduler().main_scope(), move |_| {
            if let (Some(template), Some(lease)) = (template.upgrade(), lease.upgrade()) {
                lease.due.set(false);
                let overdue = lease.depth.get() > 0;
                if !lease.overdue.replace(overdue) {
                    lease.grace.set(overdue);
                }
                if lease.depth.get() == 0 && lease.connection.is_free() {
                    template.give_back(user, &lease)?;
                }
            }
            Ok(Value::default())
        });
    }

    fn give_back(&self, user: User, lease: &Rc<Lease>) -> Result<(), Obj> {
        let Some(resource) = lease.take() else {
            return Ok(());
        };
        let connection = &lease.connection;
        connection.seated.set(false);
        let last_id = connection
            .is_usable()
            .then(|| connection.last_id())
            .flatten();
        if let Some(seat) = self.seats.borrow_mut().get_mut(&user) {
            seat.lease = None;
            seat.favourite = Rc::downgrade(connection);
            if last_id.is_some() {
                seat.last_id = last_id;
            }
        }
        self.release(connection, resource)
    }

    /// Gives a connection to the pool, which resets it. Where nothing can wait, one that
    /// needs that is ended instead.
    fn release(&self, connection: &Connection, resource: Value) -> Result<(), Obj> {
        if connection.needs_reset() && !can_wait() {
            connection.break_up();
        }
        self.pool.release(scheduler(), resource)
    }
}

impl Keeper for Template {
    fn coroutine_ended(self: Rc<Self>, id: User) {
        self.part(id);
    }
}

impl Lease {
    fn is_for(&self, object: *mut zend_object) -> bool {
        self.connection.object() == object
    }

    /// The resource, for whoever gives it back.
    fn take(&self) -> Option<Value> {
        self.resource.take()
    }
}

/// Who runs, if anybody does who can have a connection.
pub(super) fn running() -> Option<User> {
    match scheduler().current() {
        Some(current) if current.body.is_main() => Some(None),
        Some(current) => Some(Some(current.id())),
        None => Runtime::is_dormant().then_some(None),
    }
}

/// Who runs.
///
/// # Errors
/// Throws `AsyncException` in the event loop's own flow, which has no connection.
fn user() -> Outcome<User> {
    running()
        .ok_or_else(|| errors::misuse("The operation cannot be executed in the scheduler context"))
}

/// Runs what ends a call, a statement or an object, and throws what it fails with where
/// there is code that can catch it. What is on its way already goes on.
fn surface(body: impl FnOnce() -> Result<(), Obj>) {
    if scheduler().is_inside() || place::executed().is_some() {
        // What it fails with is pending, and the engine looks for that.
        let _thrown = exception::in_destructor(body);
    } else if let Err(error) = body() {
        exception::report(error);
    }
}
