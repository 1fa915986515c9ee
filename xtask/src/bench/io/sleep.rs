//! Handlers that sleep, all at once: how much of the rate that is possible is reached,
//! by us and by programs that do nothing else.

use std::path::Path;

use anyhow::Result;

use super::{Args, Sample, measure_ours, tell, undisturbed};
use crate::bench::contender::Contender;
use crate::bench::report::{self, median};
use crate::interpreter::Interpreter;
use crate::process::say;

/// Handlers at the same time.
const HANDLERS: u32 = 500;

/// How long each sleeps, in seconds: as benches/io/sleep.php has it.
const NAP: f64 = 0.010;

/// The least acceptable share of the ideal rate.
const GOAL: f64 = 0.95;

/// What is possible: nobody sleeps for less, and the core has no more time than it has.
fn ideal(sample: &Sample) -> f64 {
    (f64::from(HANDLERS) / NAP).min(1_000_000.0 / sample.cpu())
}

/// Measures, and tells in a section.
///
/// # Errors
/// The server does not start, or an answer is no answer.
pub(super) fn run(args: &Args, php: &Interpreter, so: &Path) -> Result<String> {
    let script = ["benches/io/sleep.php".to_owned()];
    let ours = Contender::script("ours", php, so, &[], &script);
    let nap = [(
        "TA_BENCH_NAP".to_owned(),
        format!("{:.0}", NAP * 1_000_000.0),
    )];
    let [hyper, raw] = Contender::others()?.map(|other| other.with_environment(&nap));
    let contenders = [ours, raw, hyper];
    // The rate hangs on how soon everybody runs who could, and not on the time it takes.
    let (samples, alone) = undisturbed(|| rounds(args, &contenders))?;
    let names = contenders.map(|contender| contender.name);
    Ok(render(&names, &samples, alone))
}

/// The samples of each contender, in their order.
fn rounds(args: &Args, contenders: &[Contender]) -> Result<Vec<Vec<Sample>>> {
    let mut samples = vec![Vec::new(); contenders.len()];
    for round in 0..args.rounds {
        say(format!("Sleep, round {} of {}", round + 1, args.rounds));
        for turn in 0..contenders.len() {
            let next = (turn + round as usize) % contenders.len();
            let contender = &contenders[next];
            let server = contender.start()?;
            let sample = measure_ours(&server, HANDLERS, args.seconds)?;
            server.stop()?;
            tell(contender.name, sample);
            samples[next].push(sample);
        }
    }
    Ok(samples)
}

fn render(names: &[&str], samples: &[Vec<Sample>], alone: bool) -> String {
    let mut text = format!(
        "\n### Handlers that sleep\n\n\
         {HANDLERS} connections, and every handler calls `usleep({:.0})`. Ideal is what the sleep allows, or what the \
         core does at the measured CPU per request, whichever is less. Raw epoll parses nothing and answers canned \
         bytes when a queue in order of time says so, with a timer of the kernel: what it lacks \
         to the ideal is time of the client and of the system. hyper's handlers sleep by `tokio::time`, which counts \
         whole milliseconds.{}\n\n",
        NAP * 1_000_000.0,
        if alone {
            " Servers and client run before everything else on this machine (`SCHED_FIFO`)."
        } else {
            ""
        }
    );
    let rows: Vec<_> = names
        .iter()
        .zip(samples)
        .enumerate()
        .map(|(index, (name, samples))| row(name, samples, index == 0))
        .collect();
    text.push_str(&report::table(
        &[
            "",
            "requests/s",
            "CPU µs/request",
            "user",
            "system",
            "core used",
            "ideal",
            "share",
            "goal",
        ],
        &rows,
    ));
    text
}

fn row(name: &str, samples: &[Sample], ours: bool) -> Vec<String> {
    let each = |value: fn(&Sample) -> f64| median(&samples.iter().map(value).collect::<Vec<_>>());
    let share = each(|sample| sample.per_second / ideal(sample));
    let goal = match (ours, share < GOAL - 0.0005) {
        (false, _) => "–".to_owned(),
        (true, false) => format!("≥ {:.0} %", GOAL * 100.0),
        (true, true) => format!("≥ {:.0} %, missed", GOAL * 100.0),
    };
    vec![
        name.to_owned(),
        format!("{:.0}", each(|s| s.per_second)),
        format!("{:.1}", each(|s| s.cpu())),
        format!("{:.1}", each(|s| s.user)),
        format!("{:.1}", each(|s| s.system)),
        format!("{:.0} %", each(|s| s.busy()) * 100.0),
        format!("{:.0}", each(ideal)),
        format!("{:.1} %", share * 100.0),
        goal,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(per_second: f64, user: f64) -> Sample {
        Sample {
            per_second,
            user,
            system: 0.0,
        }
    }

    #[test]
    fn the_ideal_is_bounded_by_the_sleep_and_by_the_processor() {
        assert_eq!(ideal(&sample(1.0, 5.0)), 50_000.0);
        assert_eq!(ideal(&sample(1.0, 40.0)), 25_000.0);
    }

    #[test]
    fn a_missed_goal_is_named() {
        let table = |per_second| render(&["ours"], &[vec![sample(per_second, 10.0)]], true);
        assert!(table(47_500.0).contains("95.0 % | ≥ 95 % |"));
        assert!(table(47_000.0).contains("94.0 % | ≥ 95 %, missed |"));
    }

    #[test]
    fn only_ours_have_a_goal() {
        let samples = [vec![sample(47_500.0, 10.0)], vec![sample(40_000.0, 5.0)]];
        let table = render(&["ours", "raw epoll"], &samples, false);
        assert!(
            table.contains("| raw epoll | 40000 | 5.0 | 5.0 | 0.0 | 20 % | 50000 | 80.0 % | – |")
        );
    }
}
