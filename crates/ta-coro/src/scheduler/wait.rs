//! Leaving the running coroutine, and coming back.

use std::rc::Rc;
use std::sync::Arc;
use std::task::Waker;
use std::time::{Duration, Instant};

use super::{Alarm, Liveness, Parked, Scheduler};
use crate::awaitable::{Awaitable, Listener, Outcome, Waiting};
use crate::coroutine::{Coroutine, State};
use crate::timers::TimerKey;
use crate::waker::CoroutineWaker;
use crate::{Failure, Switch};

impl<S: Switch> Scheduler<S> {
    /// Parks the running coroutine until it is woken or cancelled.
    ///
    /// Wake-ups may be spurious: callers look at their condition and park again.
    ///
    /// # Errors
    /// The cancellation that was delivered instead of a wake-up; what the switch
    /// says where nobody may park.
    ///
    /// # Panics
    /// Outside a coroutine: [`Switch::may_park`] refuses first.
    pub fn park(&self, liveness: Liveness) -> Parked<S> {
        let coroutine = self.about_to_wait()?;
        if liveness == Liveness::Live {
            coroutine.live_wait.set(true);
            self.hold();
        }
        self.suspend(&coroutine, State::Suspended)
    }

    /// Lets everything that is ready run first.
    ///
    /// # Errors
    /// As [`Scheduler::park`].
    ///
    /// # Panics
    /// As [`Scheduler::park`].
    pub fn yield_now(&self) -> Parked<S> {
        let coroutine = self.about_to_wait()?;
        self.ready.borrow_mut().push_back(Rc::clone(&coroutine));
        self.nudge();
        self.suspend(&coroutine, State::Woken)
    }

    /// Parks the running coroutine until `deadline`.
    ///
    /// # Errors
    /// As [`Scheduler::park`].
    ///
    /// # Panics
    /// As [`Scheduler::park`].
    pub fn sleep_until(&self, deadline: Instant) -> Parked<S> {
        let coroutine = self.about_to_wait()?;
        let timer = self.arm(
            deadline,
            Listener::Coroutine(Rc::clone(&coroutine)),
            Liveness::Live,
        );
        coroutine.waiting.replace(Some(Waiting::Text("timer")));
        let parked = loop {
            let parked = self.suspend(&coroutine, State::Suspended);
            if parked.is_err() || self.is_past(deadline) {
                break parked;
            }
        };
        coroutine.waiting.replace(None);
        self.disarm(timer);
        parked
    }

    /// Parks the running coroutine until `ready` gives something. Somebody has to
    /// wake it for that: callers put it on a list first, and take it off when the
    /// wait fails.
    ///
    /// # Errors
    /// The token fired ([`Failure::OperationCancelled`]); otherwise as
    /// [`Scheduler::park`].
    ///
    /// # Panics
    /// As [`Scheduler::park`].
    pub fn wait_until<T>(
        &self,
        token: Option<&Rc<dyn Awaitable<S>>>,
        waiting: Waiting<S>,
        mut ready: impl FnMut() -> Option<T>,
    ) -> Result<T, S::Error> {
        if let Some(found) = ready() {
            return Ok(found);
        }
        let coroutine = self.about_to_wait()?;
        self.wait_as(&coroutine, token, waiting, ready)
    }

    /// [`Scheduler::wait_until`] for `coroutine`, which runs and may wait; nothing is
    /// ready yet.
    fn wait_as<T>(
        &self,
        coroutine: &Rc<Coroutine<S>>,
        token: Option<&Rc<dyn Awaitable<S>>>,
        waiting: Waiting<S>,
        mut ready: impl FnMut() -> Option<T>,
    ) -> Result<T, S::Error> {
        let mut ticket = None;
        coroutine.waiting.replace(Some(waiting));
        let result = loop {
            if let Some(token) = token {
                if let Some(fired) = token.outcome() {
                    break Err(self.operation_cancelled(fired));
                }
                ticket.get_or_insert_with(|| {
                    token.subscribe(self, Listener::Coroutine(Rc::clone(coroutine)))
                });
            }
            if let Err(error) = self.suspend(coroutine, State::Suspended) {
                break Err(error);
            }
            if let Some(found) = ready() {
                break Ok(found);
            }
        };
        let waited = coroutine.waiting.take();
        if let (Some(token), Some(ticket)) = (token, ticket) {
            token.unsubscribe(self, ticket);
        }
        drop(waited);
        result
    }

    /// Parks the running coroutine until `target` has an outcome, which counts as
    /// taken care of.
    ///
    /// # Errors
    /// The error `target` has ended with; otherwise as [`Scheduler::wait_until`].
    ///
    /// # Panics
    /// As [`Scheduler::park`].
    pub fn await_outcome(
        &self,
        target: &Rc<dyn Awaitable<S>>,
        token: Option<&Rc<dyn Awaitable<S>>>,
    ) -> Outcome<S> {
        target.mark_used();
        if let Some(token) = token {
            token.mark_used();
        }
        if let Some(outcome) = target.outcome() {
            return outcome;
        }
        if let Some(fired) = token.and_then(|token| token.outcome()) {
            return Err(self.operation_cancelled(fired));
        }
        let coroutine = self.about_to_wait()?;
        let ticket = target.subscribe(self, Listener::Coroutine(Rc::clone(&coroutine)));
        let waiting = Waiting::For(Rc::clone(target));
        match self.wait_as(&coroutine, token, waiting, || target.outcome()) {
            Ok(outcome) => outcome,
            Err(cancellation) => {
                target.unsubscribe(self, ticket);
                match target.outcome() {
                    // A failure and a cancellation meet: the failure is the news.
                    Some(Err(error)) if !self.switch.is_cancellation(&error) => {
                        Err(self.switch.chain(error, cancellation))
                    }
                    _ => Err(cancellation),
                }
            }
        }
    }

    /// The error of an operation whose token has `fired`.
    pub fn operation_cancelled(&self, fired: Outcome<S>) -> S::Error {
        self.switch
            .failure(Failure::OperationCancelled(fired.err()))
    }

    /// Puts a suspended coroutine at the tail of the ready queue; no effect on
    /// any other.
    pub fn wake(&self, coroutine: &Rc<Coroutine<S>>) {
        if coroutine.state.get() == State::Suspended {
            self.leave_wait(coroutine);
            coroutine.state.set(State::Woken);
            self.ready.borrow_mut().push_back(Rc::clone(coroutine));
            self.nudge();
        }
    }

    /// A `std` waker for the running coroutine's present life.
    ///
    /// # Panics
    /// Outside a coroutine: callers check first.
    pub fn waker(&self) -> Waker {
        let coroutine = self.running();
        Waker::from(Arc::new(CoroutineWaker {
            id: coroutine.id.get(),
            remote: Arc::clone(&self.remote),
        }))
    }

    /// The deadline of what may last for `time`, in milliseconds: on a whole one, so
    /// that waits of the same length that begin together end together, too.
    pub fn after(&self, time: Duration) -> Instant {
        const GRAIN: u32 = 1_000_000;
        let deadline = self.switch.now() + time;
        let begun = deadline
            .saturating_duration_since(self.epoch)
            .subsec_nanos()
            % GRAIN;
        if begun == 0 {
            deadline
        } else {
            deadline + Duration::from_nanos((GRAIN - begun).into())
        }
    }

    /// Timers of this deadline have fired. Costs no look at the clock.
    pub fn is_past(&self, deadline: Instant) -> bool {
        self.fired_at.get() >= deadline
    }

    /// Has `listener` told at `deadline`.
    pub fn arm(&self, deadline: Instant, listener: Listener<S>, liveness: Liveness) -> TimerKey {
        if liveness == Liveness::Live {
            self.hold();
        }
        let alarm = Alarm { listener, liveness };
        let key = self.timers.borrow_mut().arm(deadline, alarm);
        self.nudge();
        key
    }

    /// Takes back a [`Scheduler::arm`]; no effect when it has fired.
    pub fn disarm(&self, timer: TimerKey) {
        let alarm = self.timers.borrow_mut().disarm(timer);
        if let Some(alarm) = alarm {
            self.let_go(alarm.liveness);
        }
    }

    /// Keeps the process alive, until [`Scheduler::release`], though no coroutine
    /// waits: something outside may still happen that code wants to hear of.
    pub fn hold(&self) {
        self.live.set(self.live.get() + 1);
    }

    /// Undoes one [`Scheduler::hold`].
    pub fn release(&self) {
        self.live.set(self.live.get().saturating_sub(1));
        self.nudge();
    }

    /// Takes an [armed](Scheduler::arm) timer for more or less serious from now on.
    pub(crate) fn rearm(&self, timer: TimerKey, liveness: Liveness) -> Option<TimerKey> {
        let alarm = self.timers.borrow_mut().disarm(timer)?;
        self.let_go(alarm.liveness);
        Some(self.arm(timer.deadline(), alarm.listener, liveness))
    }

    /// The running coroutine, if it may wait here and was not told to stop before its
    /// next wait.
    fn about_to_wait(&self) -> Result<Rc<Coroutine<S>>, S::Error> {
        self.switch.may_park()?;
        let coroutine = self.running();
        let doom = coroutine.pending.take();
        match doom {
            Some(error) => Err(error),
            None => Ok(coroutine),
        }
    }

    /// Leaves the running coroutine in `state`; back when it is resumed.
    fn suspend(&self, coroutine: &Rc<Coroutine<S>>, state: State) -> Parked<S> {
        // Only where one began although it was cancelled.
        if let Some(error) = coroutine.pending.take() {
            self.leave_wait(coroutine);
            return Err(error);
        }
        coroutine.state.set(state);
        // Main is left by driving the scheduler on its own stack: nobody else
        // will say that it is not running any more.
        let outer = self.current.take();
        self.switch.suspend(coroutine);
        self.current.replace(outer);
        self.leave_wait(coroutine);
        coroutine.state.set(State::Running);
        match coroutine.pending.take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    fn leave_wait(&self, coroutine: &Rc<Coroutine<S>>) {
        if coroutine.live_wait.replace(false) {
            self.live.set(self.live.get() - 1);
        }
    }

    pub(super) fn let_go(&self, liveness: Liveness) {
        if liveness == Liveness::Live {
            self.live.set(self.live.get() - 1);
        }
    }
}
