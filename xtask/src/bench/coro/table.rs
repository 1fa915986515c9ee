//! The table of `bench coro`: one row per operation, ratios to ours.

use anyhow::Result;

use super::contender::{Contender, Measured};
use super::{Benchmark, MANY, Series, Skips, Unit};
use crate::bench::report::{self, median};

/// The section of docs/benchmarks.md.
///
/// # Errors
/// When this machine does not tell what it is.
pub(super) fn render(
    rounds: u32,
    contenders: &[Contender],
    series: &[Series],
    many: Option<&Measured>,
    skips: &Skips,
) -> Result<String> {
    let mut text = String::from("## Coroutines\n\n");
    text.push_str(&report::provenance(&format!(
        "cargo xtask bench coro --rounds {rounds}"
    ))?);
    text.push_str(&format!(
        "Core 0 alone, no opcache; {rounds} interleaved rounds, a fresh process for each \
         measurement, medians. Times are user + system time of the process per operation, by \
         getrusage. Fibers are driven by `benches/coro/fibers.inc`: a queue, timers, and fibers \
         that are used again for the next task. Ratios are taken within a round.\n\n"
    ));
    let mut head = vec!["per operation", "unit", "ours", "goal"];
    // A contender that is not installed gets no columns.
    let others: Vec<usize> = (1..contenders.len())
        .filter(|&number| series.iter().any(|one| !one.values[number].is_empty()))
        .collect();
    for &number in &others {
        head.extend([contenders[number].name(), "× ours"]);
    }
    let rows: Vec<_> = series.iter().map(|one| row(one, &others)).collect();
    text.push_str(&report::table(&head, &rows));
    if let Some(many) = many {
        text.push_str(&format!("\n{}\n", told(many)));
    }
    if !skips.is_empty() {
        text.push_str(&format!("\nNot measured: {}.\n", left_out(skips, series)));
    }
    Ok(text)
}

fn left_out(skips: &Skips, series: &[Series]) -> String {
    let told: Vec<_> = skips
        .iter()
        .map(|((contender, why), scripts)| {
            if scripts.len() == series.len() {
                format!("{contender} ({why})")
            } else {
                format!("{} with {contender} ({why})", scripts.join(", "))
            }
        })
        .collect();
    told.join("; ")
}

fn row(series: &Series, others: &[usize]) -> Vec<String> {
    let benchmark = series.benchmark;
    let ours = &series.values[0];
    let number_of = |values: &[f64]| match values {
        [] => "–".to_owned(),
        _ => format!("{:.3}", benchmark.unit.tell(median(values))),
    };
    let mut row = vec![
        benchmark.title.to_owned(),
        benchmark.unit.name().to_owned(),
        number_of(ours),
        judged(benchmark, ours),
    ];
    for &number in others {
        let values = &series.values[number];
        let ratios: Vec<f64> = values.iter().zip(ours).map(|(it, our)| it / our).collect();
        row.push(number_of(values));
        row.push(match ratios.as_slice() {
            [] => "–".to_owned(),
            _ => format!("{:.2}", median(&ratios)),
        });
    }
    row
}

fn judged(benchmark: &Benchmark, ours: &[f64]) -> String {
    let Some(goal) = benchmark.goal else {
        return "–".to_owned();
    };
    let missed = !ours.is_empty() && benchmark.unit.tell(median(ours)) > goal;
    format!("≤ {goal}{}", if missed { ", missed" } else { "" })
}

fn told(many: &Measured) -> String {
    match many {
        Measured::Value(bytes) => format!(
            "{MANY} parked coroutines work here, {:.1} KiB each.",
            Unit::Memory.tell(*bytes)
        ),
        Measured::Refused(why) => format!("{MANY} parked coroutines do not fit here: “{why}”."),
        Measured::Skipped(why) => format!("{MANY} parked coroutines were not tried: {why}."),
    }
}

#[cfg(test)]
mod tests {
    use super::super::BENCHMARKS;
    use super::*;

    #[test]
    fn a_row_holds_medians_and_the_median_of_ratios_within_rounds() {
        let series = Series {
            benchmark: &BENCHMARKS[0],
            values: vec![
                vec![500.0, 1_000.0, 600.0],
                vec![1_000.0, 3_000.0, 1_500.0],
                vec![],
            ],
        };
        assert_eq!(
            row(&series, &[1, 2])[1..],
            ["µs", "0.600", "≤ 0.6", "1.500", "2.50", "–", "–"]
        );
    }

    #[test]
    fn what_is_missing_everywhere_is_told_once() {
        let series: Vec<_> = BENCHMARKS[..2]
            .iter()
            .map(|benchmark| Series {
                benchmark,
                values: Vec::new(),
            })
            .collect();
        let mut skips = Skips::new();
        skips.insert(("a", "no a".to_owned()), vec!["spawn_await", "switch"]);
        skips.insert(("b", "no f".to_owned()), vec!["switch"]);
        assert_eq!(left_out(&skips, &series), "a (no a); switch with b (no f)");
    }

    #[test]
    fn a_missed_goal_is_named() {
        assert_eq!(judged(&BENCHMARKS[0], &[600.0]), "≤ 0.6");
        assert_eq!(judged(&BENCHMARKS[0], &[601.0]), "≤ 0.6, missed");
        assert_eq!(judged(&BENCHMARKS[0], &[]), "≤ 0.6");
    }

    #[test]
    fn a_refusal_is_told_in_its_own_words() {
        let many = Measured::Refused("too many".to_owned());
        assert!(told(&many).ends_with("do not fit here: “too many”."));
    }
}
