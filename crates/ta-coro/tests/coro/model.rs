//! What the scheduler promises, written down a second time and as plainly as it gets.
//!
//! Tasks are numbers, the ready queue is a list of numbers, a parked task is a note of
//! what it waits for. There are no stacks and no sharing: if this and the scheduler
//! disagree about a program, one of them is wrong.

use std::collections::VecDeque;

use ta_coro::Next;

use crate::machine::{Error, Outcome, broken, stop};

/// Most tasks in one run; further spawns do nothing.
pub(crate) const MOST_TASKS: usize = 48;

/// One step of a program. Targets count modulo the tasks there are at that time.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Op {
    Yield,
    /// Milliseconds.
    Sleep(u64),
    /// Wait for another coroutine.
    Park,
    /// Wait for the outside world.
    ParkLive,
    Join(usize),
    Wake(usize),
    /// Wake through the `std` waker, if the target has started.
    WakeByWaker(usize),
    Cancel(usize),
    /// A task running this program of the run.
    Spawn(usize),
    /// End at once with an error.
    Fail,
}

/// What one coroutine does.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) ops: Vec<Op>,
    /// Goes on after a cancellation instead of ending with it.
    pub(crate) stubborn: bool,
}

/// A task, a step of its program, and how that step ended.
pub(crate) type Step = (usize, usize, Result<(), Error>);

/// What can be seen of a run.
#[derive(Default, Debug, PartialEq)]
pub(crate) struct Trace {
    /// All steps, in order.
    pub(crate) steps: Vec<Step>,
    /// What each pass came back with, and the time it was made at.
    pub(crate) turns: Vec<(Next, u64)>,
    /// Tasks in the order they ended.
    pub(crate) finished: Vec<usize>,
    /// Per task: outcome, times entered, observed, cancelled.
    pub(crate) tasks: Vec<(Outcome, u32, bool, bool)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Wait {
    Nothing,
    Yield,
    Park,
    Sleep(u64),
    Join(usize),
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Queued,
    Running,
    Suspended,
    Finished,
}

struct Task {
    program: usize,
    step: usize,
    state: State,
    started: bool,
    wait: Wait,
    live: bool,
    pending: Option<Error>,
    verdict: Option<Error>,
    cancelled: bool,
    observed: bool,
    observed_at_end: bool,
    waiters: Vec<usize>,
    entered: u32,
    outcome: Option<Outcome>,
}

/// One run of the model.
pub(crate) struct Model<'a> {
    programs: &'a [Program],
    tasks: Vec<Task>,
    ready: VecDeque<usize>,
    timers: Vec<(u64, usize)>,
    inbox: Vec<usize>,
    now: u64,
    trace: Trace,
}

impl<'a> Model<'a> {
    /// Runs `first` tasks of the programs to the end.
    pub(crate) fn run(programs: &'a [Program], first: usize) -> Trace {
        let mut model = Self {
            programs,
            tasks: Vec::new(),
            ready: VecDeque::new(),
            timers: Vec::new(),
            inbox: Vec::new(),
            now: 0,
            trace: Trace::default(),
        };
        for program in 0..first {
            model.spawn(program);
        }
        loop {
            let next = model.turn();
            model.trace.turns.push((next, model.now));
            match next {
                Next::Again => {}
                Next::Wait => match model.timers.iter().map(|&(at, _)| at).min() {
                    Some(at) => model.now = model.now.max(at),
                    None => (0..model.tasks.len()).for_each(|task| model.wake(task)),
                },
                Next::Deadlock => {
                    for task in 0..model.tasks.len() {
                        model.cancel(task, stop("deadlock"));
                    }
                }
                Next::Idle | Next::Main => break,
            }
        }
        let tasks = model.tasks.into_iter().map(|task| {
            let outcome = task.outcome.expect("idle means that all have ended");
            (outcome, task.entered, task.observed_at_end, task.cancelled)
        });
        model.trace.tasks = tasks.collect();
        model.trace
    }

    fn turn(&mut self) -> Next {
        for task in std::mem::take(&mut self.inbox) {
            self.wake(task);
        }
        // Stable: by deadline, then in the order they were armed.
        self.timers.sort_by_key(|&(at, _)| at);
        let due = self.timers.partition_point(|&(at, _)| at <= self.now);
        for (_, task) in self.timers.drain(..due).collect::<Vec<_>>() {
            self.wake(task);
        }
        for _ in 0..self.ready.len() {
            let task = self.ready.pop_front().expect("counted");
            self.enter(task);
        }
        let unfinished = || self.tasks.iter().filter(|t| t.state != State::Finished);
        if !self.ready.is_empty() {
            Next::Again
        } else if unfinished().next().is_none() {
            Next::Idle
        } else if unfinished().any(|t| t.live) {
            Next::Wait
        } else if !self.inbox.is_empty() {
            Next::Again
        } else {
            Next::Deadlock
        }
    }

    fn spawn(&mut self, program: usize) {
        if self.tasks.len() < MOST_TASKS {
            self.ready.push_back(self.tasks.len());
            self.tasks.push(Task {
                program: program % self.programs.len(),
                step: 0,
                state: State::Queued,
                started: false,
                wait: Wait::Nothing,
                live: false,
                pending: None,
                verdict: None,
                cancelled: false,
                observed: false,
                observed_at_end: false,
                waiters: Vec::new(),
                entered: 0,
                outcome: None,
            });
        }
    }

    fn wake(&mut self, task: usize) {
        if self.tasks[task].state == State::Suspended {
            self.tasks[task].state = State::Queued;
            self.tasks[task].live = false;
            self.ready.push_back(task);
        }
    }

    fn cancel(&mut self, target: usize, error: Error) {
        let task = &mut self.tasks[target];
        let slot = match task.state {
            State::Finished => return,
            State::Running => &mut task.verdict,
            State::Queued | State::Suspended => &mut task.pending,
        };
        if slot.is_none() {
            *slot = Some(error);
            task.cancelled = true;
            self.wake(target);
        }
    }

    /// Everything from the task's turn until it waits again or ends.
    fn enter(&mut self, me: usize) {
        if !self.tasks[me].started {
            if let Some(error) = self.tasks[me].pending.take() {
                return self.finish(me, Err(error));
            }
            self.tasks[me].started = true;
        }
        self.tasks[me].entered += 1;
        self.tasks[me].state = State::Running;
        let mut resumed = match self.tasks[me].wait {
            Wait::Nothing => None,
            _ => match self.end_wait(me) {
                Some(result) => Some(result),
                None => return,
            },
        };
        loop {
            let program = &self.programs[self.tasks[me].program];
            if let Some(result) = resumed.take() {
                let step = self.tasks[me].step;
                self.trace.steps.push((me, step, result.clone()));
                self.tasks[me].step += 1;
                if let Err(error) = result
                    && !program.stubborn
                {
                    return self.finish(me, Err(error));
                }
            }
            let Some(&op) = program.ops.get(self.tasks[me].step) else {
                return self.finish(me, Ok(me as u64));
            };
            let count = self.tasks.len();
            match op {
                Op::Yield => {
                    self.tasks[me].wait = Wait::Yield;
                    self.tasks[me].state = State::Queued;
                    self.ready.push_back(me);
                    return;
                }
                Op::Sleep(milliseconds) => {
                    let at = self.now + milliseconds;
                    self.timers.push((at, me));
                    return self.suspend(me, Wait::Sleep(at));
                }
                Op::Park => return self.suspend(me, Wait::Park),
                Op::ParkLive => {
                    self.suspend(me, Wait::Park);
                    self.tasks[me].live = true;
                    return;
                }
                Op::Join(target) => {
                    let target = target % count;
                    self.tasks[target].observed = true;
                    match &self.tasks[target].outcome {
                        Some(outcome) => {
                            resumed = Some(outcome.clone().map(drop));
                            continue;
                        }
                        None => {
                            self.tasks[target].waiters.push(me);
                            return self.suspend(me, Wait::Join(target));
                        }
                    }
                }
                Op::Wake(target) => self.wake(target % count),
                Op::WakeByWaker(target) => {
                    if self.tasks[target % count].started {
                        self.inbox.push(target % count);
                    }
                }
                Op::Cancel(target) => self.cancel(target % count, stop("cancelled")),
                Op::Spawn(program) => self.spawn(program),
                Op::Fail => return self.finish(me, Err(broken("failed"))),
            }
            resumed = Some(Ok(()));
        }
    }

    fn suspend(&mut self, me: usize, wait: Wait) {
        let task = &mut self.tasks[me];
        task.wait = wait;
        task.state = State::Suspended;
        task.live = matches!(wait, Wait::Sleep(_));
    }

    /// How the wait of a task that was resumed ended; `None` when it waits on.
    fn end_wait(&mut self, me: usize) -> Option<Result<(), Error>> {
        let wait = self.tasks[me].wait;
        let result = match self.tasks[me].pending.take() {
            Some(error) => Err(error),
            None => Ok(()),
        };
        match wait {
            Wait::Sleep(at) if result.is_ok() && self.now < at => {
                self.suspend(me, wait);
                return None;
            }
            Wait::Join(target) if result.is_ok() && self.tasks[target].state != State::Finished => {
                self.suspend(me, wait);
                return None;
            }
            Wait::Join(target) => {
                self.tasks[target].waiters.retain(|&waiter| waiter != me);
                self.tasks[me].wait = Wait::Nothing;
                return Some(match (self.tasks[target].outcome.clone(), result) {
                    (Some(Err(error)), Err(own)) if !error.is_cancellation() => {
                        Err(error.after(own))
                    }
                    (_, Err(own)) => Err(own),
                    (outcome, Ok(())) => outcome.expect("else it waits on").map(drop),
                });
            }
            Wait::Sleep(_) => self.timers.retain(|&(_, task)| task != me),
            Wait::Nothing | Wait::Yield | Wait::Park => {}
        }
        self.tasks[me].wait = Wait::Nothing;
        Some(result)
    }

    fn finish(&mut self, me: usize, outcome: Outcome) {
        let task = &mut self.tasks[me];
        let outcome = match (outcome, task.verdict.take()) {
            (Ok(_), Some(verdict)) => Err(verdict),
            (Err(error), Some(verdict)) => Err(error.after(verdict)),
            (outcome, _) => outcome,
        };
        task.outcome = Some(outcome);
        task.state = State::Finished;
        task.observed_at_end = task.observed;
        self.trace.finished.push(me);
        for waiter in std::mem::take(&mut self.tasks[me].waiters) {
            self.wake(waiter);
        }
    }
}
