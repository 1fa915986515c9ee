//! Handlers that sleep, all at once: how much of the rate that is possible is reached.

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
    let contender = Contender::script("sleeping handlers", php, so, &[], &script);
    // The rate hangs on how soon everybody runs who could, and not on the time it takes.
    let (samples, alone) = undisturbed(|| rounds(args, &contender))?;
    Ok(render(&samples, alone))
}

fn rounds(args: &Args, contender: &Contender) -> Result<Vec<Sample>> {
    let mut samples = Vec::new();
    for round in 0..args.rounds {
        say(format!("Sleep, round {} of {}", round + 1, args.rounds));
        let server = contender.start()?;
        let sample = measure_ours(&server, HANDLERS, args.seconds)?;
        server.stop()?;
        tell(contender.name, sample);
        samples.push(sample);
    }
    Ok(samples)
}

fn render(samples: &[Sample], alone: bool) -> String {
    let each = |value: fn(&Sample) -> f64| median(&samples.iter().map(value).collect::<Vec<_>>());
    let share = each(|sample| sample.per_second / ideal(sample));
    let missed = if share < GOAL - 0.0005 {
        ", missed"
    } else {
        ""
    };
    let mut text = format!(
        "\n### Handlers that sleep\n\n\
         {HANDLERS} connections, and every handler calls `usleep({:.0})`. Ideal is what the sleep allows, or what the \
         core does at the measured CPU per request, whichever is less.{}\n\n",
        NAP * 1_000_000.0,
        if alone {
            " Server and client run before everything else on this machine (`SCHED_FIFO`)."
        } else {
            ""
        }
    );
    text.push_str(&report::table(
        &[
            "",
            "requests/s",
            "CPU µs/request",
            "core used",
            "ideal",
            "share",
            "goal",
        ],
        &[vec![
            "ours".to_owned(),
            format!("{:.0}", each(|s| s.per_second)),
            format!("{:.1}", each(|s| s.cpu())),
            format!("{:.0} %", each(|s| s.busy()) * 100.0),
            format!("{:.0}", each(ideal)),
            format!("{:.1} %", share * 100.0),
            format!("≥ {:.0} %{missed}", GOAL * 100.0),
        ]],
    ));
    text
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
        assert!(render(&[sample(47_500.0, 10.0)], true).contains("95.0 % | ≥ 95 % |"));
        assert!(render(&[sample(47_000.0, 10.0)], true).contains("94.0 % | ≥ 95 %, missed |"));
    }
}
