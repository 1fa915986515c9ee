//! Scopes: who belongs together, is waited for together and ends together.
//!
//! A scope holds the coroutines spawned in it and knows its child scopes; a child
//! holds its parent. Whoever runs in a scope, or keeps a handle to it, keeps it: a
//! scope that nobody runs in and nobody holds is gone.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use slab::Slab;

use crate::awaitable::Listeners;
use crate::timers::TimerKey;
use crate::{Coroutine, Scheduler, Switch};

mod cancel;
mod route;
mod wait;

use wait::Catcher;

/// Something that ends with the scope it was made in.
pub trait Dependant<S: Switch> {
    /// The scope is being cancelled or has ended. Called before its coroutines hear
    /// of it.
    fn scope_ends(self: Rc<Self>, scheduler: &Scheduler<S>);
}

/// See the module.
pub struct Scope<S: Switch> {
    /// `None` in the end too, when the tree is taken apart.
    parent: Option<Rc<Self>>,
    /// Place among the parent's children.
    place: usize,
    /// It is the scope of main code, which outlives whatever happens in it.
    permanent: bool,
    /// Creation order.
    number: u64,
    children: RefCell<Slab<Weak<Self>>>,
    members: RefCell<Slab<Rc<Coroutine<S>>>>,
    zombies: Cell<usize>,
    /// Child scopes below which a coroutine is active.
    active_children: Cell<usize>,
    /// Child scopes below which there is any coroutine.
    peopled_children: Cell<usize>,
    /// What the parent was last told about this one.
    counted: Cell<Counted>,
    safe: Cell<bool>,
    cancelled: Cell<bool>,
    closed: Cell<bool>,
    /// Told when nothing active is left below, and when a zombie has ended.
    pub(crate) quiet: Listeners<S>,
    catchers: RefCell<Vec<Rc<Catcher<S>>>>,
    dependants: RefCell<Vec<Weak<dyn Dependant<S>>>>,
    disposal: Cell<Option<TimerKey>>,
    request: Request<S>,
    /// What the implementation keeps per scope.
    pub body: S::ScopeBody,
}

/// Whether a scope counts among its parent's children of each kind.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Counted {
    active: bool,
    peopled: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Main,
    Request,
}

/// Which request a scope works for.
enum Request<S: Switch> {
    None,
    /// It is the scope of a request.
    This,
    /// It lies below one.
    Of(Weak<Scope<S>>),
}

impl<S: Switch> Scope<S> {
    fn new(parent: Option<&Rc<Self>>, safe: bool, kind: Kind) -> Rc<Self> {
        let request = match parent {
            _ if kind == Kind::Request => Request::This,
            None => Request::None,
            Some(parent) => match &parent.request {
                Request::None => Request::None,
                Request::This => Request::Of(Rc::downgrade(parent)),
                Request::Of(scope) => Request::Of(Weak::clone(scope)),
            },
        };
        Rc::new_cyclic(|this| Self {
            place: parent.map_or(0, |parent| {
                parent.children.borrow_mut().insert(Weak::clone(this))
            }),
            parent: parent.cloned(),
            permanent: kind == Kind::Main,
            number: next_number(),
            children: RefCell::new(Slab::new()),
            members: RefCell::new(Slab::new()),
            zombies: Cell::new(0),
            active_children: Cell::new(0),
            peopled_children: Cell::new(0),
            counted: Cell::default(),
            safe: Cell::new(safe),
            cancelled: Cell::new(false),
            closed: Cell::new(false),
            quiet: Listeners::default(),
            catchers: RefCell::new(Vec::new()),
            dependants: RefCell::new(Vec::new()),
            disposal: Cell::new(None),
            request,
            body: S::ScopeBody::default(),
        })
    }

    /// The scope of main code: leaves running coroutines alone when it ends.
    pub(crate) fn main() -> Rc<Self> {
        Self::new(None, true, Kind::Main)
    }

    /// A root of its own, which interrupts running coroutines when it ends.
    pub fn detached() -> Rc<Self> {
        Self::new(None, false, Kind::Plain)
    }

    /// A child that treats running coroutines as its parent does.
    pub fn child(parent: &Rc<Self>) -> Rc<Self> {
        Self::new(Some(parent), parent.safe.get(), Kind::Plain)
    }

    /// A child that stands for one request, as do all scopes below it.
    pub fn for_request(parent: &Rc<Self>) -> Rc<Self> {
        Self::new(Some(parent), parent.safe.get(), Kind::Request)
    }

    /// The scope above.
    pub fn parent(&self) -> Option<&Rc<Self>> {
        self.parent.as_ref()
    }

    /// The request's scope this one is or lies below.
    pub fn request(self: &Rc<Self>) -> Option<Rc<Self>> {
        match &self.request {
            Request::None => None,
            Request::This => Some(Rc::clone(self)),
            Request::Of(scope) => scope.upgrade(),
        }
    }

    /// Whether it is the scope of a request itself.
    pub fn is_request(&self) -> bool {
        matches!(self.request, Request::This)
    }

    /// Child scopes that still exist, in order of creation.
    pub fn children(&self) -> Vec<Rc<Self>> {
        let mut children: Vec<_> = self
            .children
            .borrow()
            .iter()
            .filter_map(|(_, child)| child.upgrade())
            .collect();
        children.sort_by_key(|child| child.number);
        children
    }

    /// Coroutines that have not ended, in order of creation.
    pub fn members(&self) -> Vec<Rc<Coroutine<S>>> {
        let mut members: Vec<_> = self
            .members
            .borrow()
            .iter()
            .map(|(_, member)| Rc::clone(member))
            .collect();
        members.sort_by_key(|member| member.id().generation);
        members
    }

    /// Whether running coroutines are left alone when the scope ends.
    pub fn is_safe(&self) -> bool {
        self.safe.get()
    }

    /// Decides what becomes of running coroutines when the scope ends.
    pub fn set_safe(&self, safe: bool) {
        self.safe.set(safe);
    }

    /// It was cancelled or disposed, or an error nobody took passed through it.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.get()
    }

    /// It has ended for good: nobody can be spawned into it.
    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// No coroutine of it is active. Those that were left running when it was
    /// disposed do not count.
    fn is_idle(&self) -> bool {
        self.members.borrow().len() == self.zombies.get()
    }

    /// No coroutine is active here or below.
    pub fn is_quiet(&self) -> bool {
        self.is_idle() && self.active_children.get() == 0
    }

    /// No coroutine is left here or below, active or not.
    pub fn is_empty(&self) -> bool {
        self.members.borrow().is_empty() && self.peopled_children.get() == 0
    }

    /// Has the scopes above know what is left here. Called whenever a coroutine came,
    /// went, or does not count any more.
    fn recount(&self) {
        let mut scope = self;
        loop {
            let before = scope.counted.get();
            let now = Counted {
                active: !scope.is_quiet(),
                peopled: !scope.is_empty(),
            };
            scope.counted.set(now);
            let Some(parent) = &scope.parent else { break };
            if now == before {
                break;
            }
            shift(&parent.active_children, before.active, now.active);
            shift(&parent.peopled_children, before.peopled, now.peopled);
            scope = parent;
        }
    }

    /// Whether `scope` is this one or above it.
    pub fn is_within(self: &Rc<Self>, scope: &Rc<Self>) -> bool {
        let mut at = Some(self);
        while let Some(here) = at {
            if Rc::ptr_eq(here, scope) {
                return true;
            }
            at = here.parent.as_ref();
        }
        false
    }

    /// Has `dependant` told when the scope ends, as long as somebody holds it.
    pub fn attach(&self, dependant: Weak<dyn Dependant<S>>) {
        let mut dependants = self.dependants.borrow_mut();
        if dependants.len() == dependants.capacity() {
            dependants.retain(|known| known.strong_count() > 0);
        }
        dependants.push(dependant);
    }

    pub(crate) fn join(&self, coroutine: &Rc<Coroutine<S>>) {
        let place = self.members.borrow_mut().insert(Rc::clone(coroutine));
        coroutine.member.set(place);
        self.recount();
    }

    /// `coroutine` has ended and its error, if any, has found its way.
    pub(crate) fn leave(self: &Rc<Self>, scheduler: &Scheduler<S>, coroutine: &Rc<Coroutine<S>>) {
        let gone = self.members.borrow_mut().try_remove(coroutine.member.get());
        drop(gone);
        if coroutine.zombie.get() {
            self.zombies.set(self.zombies.get() - 1);
        }
        self.recount();
        self.settle(scheduler);
    }

    /// `member` is left running although the scope ends.
    fn let_be(&self, member: &Coroutine<S>) {
        if !member.zombie.replace(true) {
            self.zombies.set(self.zombies.get() + 1);
            member.cancelled.set(true);
            self.recount();
        }
    }

    /// Something here may have come to rest: those who wait here or above look again,
    /// and a cancelled scope of which nothing is left ends.
    pub(crate) fn settle(self: &Rc<Self>, scheduler: &Scheduler<S>) {
        let mut at = Some(self);
        while let Some(scope) = at
            && scope.rest(scheduler)
        {
            at = scope.parent.as_ref();
        }
    }

    /// [`Scope::settle`] without those above. Returns whether there was rest: if not,
    /// there is none above.
    fn rest(self: &Rc<Self>, scheduler: &Scheduler<S>) -> bool {
        if !self.is_quiet() {
            return false;
        }
        self.quiet.tell(scheduler);
        if self.is_empty() {
            if self.cancelled.get() && !self.closed.get() && !self.permanent {
                self.close(scheduler);
            } else {
                self.hide_disposal(scheduler);
            }
        }
        true
    }

    /// Takes it out of the tree; what is above is left to the caller.
    fn unlink(&mut self) -> Option<Rc<Self>> {
        let parent = self.parent.take()?;
        parent.children.borrow_mut().try_remove(self.place);
        Some(parent)
    }
}

impl<S: Switch> Drop for Scope<S> {
    fn drop(&mut self) {
        // One after another: a long line of parents must not become as many frames.
        let mut above = self.unlink();
        while let Some(mut scope) = above.and_then(Rc::into_inner) {
            above = scope.unlink();
        }
    }
}

fn shift(count: &Cell<usize>, before: bool, now: bool) {
    match (before, now) {
        (false, true) => count.set(count.get() + 1),
        (true, false) => count.set(count.get() - 1),
        _ => {}
    }
}

fn next_number() -> u64 {
    thread_local! {
        static NEXT: Cell<u64> = const { Cell::new(0) };
    }
    NEXT.with(|next| {
        let number = next.get();
        next.set(number + 1);
        number
    })
}
