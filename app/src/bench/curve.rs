//! A soak as a picture: four figures over one time, and what ran beside as grey bands with their names.

use std::fmt::Write as _;

use super::soak::{Moment, Soak};

const WIDTH: f64 = 960.0;
/// Room for the figures beside the ground, and for the last minute's name.
const LEFT: f64 = 64.0;
const RIGHT: f64 = 24.0;
/// Room for the names of what ran beside.
const TOP: f64 = 64.0;
/// One figure's height, and the room its name takes above it.
const TALL: f64 = 110.0;
const NAME: f64 = 34.0;

type Of = fn(&Moment) -> f64;

/// What is drawn: its name with its unit, and the figure.
const FIGURES: [(&str, Of); 4] = [
    ("p99 of ten seconds, milliseconds", |one| one.p99_ms),
    ("p50 of ten seconds, milliseconds", |one| one.p50_ms),
    ("Memory of the server that is its own, megabytes", |one| one.anonymous_mb),
    ("SQLite's log, megabytes", |one| one.log_mb),
];

/// The picture as SVG.
pub fn drawn(soak: &Soak) -> String {
    let lasts = soak.moments.last().map_or(1.0, |last| last.at_s.max(1.0));
    let across = |at_s: f64| LEFT + (WIDTH - LEFT - RIGHT) * at_s / lasts;
    let height = TOP + (TALL + NAME) * FIGURES.len() as f64 + 40.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"arial, sans-serif\" \
         font-size=\"13\" role=\"img\"><title>{} requests a second for {:.0} minutes</title>\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n",
        soak.pace,
        lasts / 60.0
    );
    for (at, one) in soak.beside.iter().enumerate() {
        let (from, to) = (across(one.from_s), across(one.to_s));
        let name = 16.0 + 16.0 * (at % 3) as f64;
        let _ = writeln!(
            out,
            "<rect x=\"{from:.1}\" y=\"{name:.0}\" width=\"{:.1}\" height=\"{:.0}\" fill=\"#c3cfcc\" opacity=\".6\"/>\
             <text x=\"{:.1}\" y=\"{:.0}\">{}, {:.0} s</text>",
            (to - from).max(1.0),
            height - name - 40.0,
            from + 3.0,
            name,
            one.what,
            one.to_s - one.from_s
        );
    }
    for (at, (name, of)) in FIGURES.iter().enumerate() {
        let ground = TOP + (TALL + NAME) * (at + 1) as f64;
        let most = soak.moments.iter().map(of).fold(f64::MIN_POSITIVE, f64::max);
        let _ = writeln!(
            out,
            "<text x=\"{LEFT}\" y=\"{:.0}\" font-weight=\"bold\">{name}</text>\
             <path d=\"M{LEFT} {ground}H{}\" stroke=\"#0b0c0c\"/>\
             <text x=\"{:.0}\" y=\"{ground}\" text-anchor=\"end\">0</text>\
             <text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{}</text>",
            ground - TALL - 12.0,
            WIDTH - RIGHT,
            LEFT - 6.0,
            LEFT - 6.0,
            ground - TALL + 10.0,
            short(most)
        );
        let mut line = String::new();
        for moment in &soak.moments {
            let pen = if line.is_empty() { 'M' } else { 'L' };
            let _ = write!(line, "{pen}{:.1} {:.1}", across(moment.at_s), ground - TALL * of(moment) / most);
        }
        let _ = writeln!(out, "<path d=\"{line}\" fill=\"none\" stroke=\"#00625a\" stroke-width=\"2\"/>");
    }
    for minute in (0..=(lasts / 60.0) as u32).step_by(5) {
        let x = across(f64::from(minute) * 60.0);
        let _ =
            writeln!(out, "<text x=\"{x:.1}\" y=\"{:.0}\" text-anchor=\"middle\">{minute} min</text>", height - 14.0);
    }
    out.push_str("</svg>\n");
    out
}

fn short(amount: f64) -> String {
    if amount >= 10.0 { format!("{amount:.0}") } else { format!("{amount:.1}") }
}

#[cfg(test)]
mod tests {
    use super::super::soak::Beside;
    use super::*;

    #[test]
    fn a_figure_stands_on_its_ground_and_reaches_its_most() {
        let moment = |at_s, p99_ms| Moment {
            at_s,
            answers: 10,
            wrong: 0,
            p50_ms: 1.0,
            p99_ms,
            worst_ms: 9.0,
            anonymous_mb: 90.0,
            log_mb: 0.0,
            records_mb: 10.0,
        };
        let beside = vec![Beside { what: "a backup", from_s: 60.0, to_s: 90.0 }];
        let soak = Soak { pace: 5, moments: vec![moment(60.0, 20.0), moment(120.0, 40.0)], beside, wrong: None };
        let svg = drawn(&soak);
        assert!(svg.contains("M500.0 153.0L936.0 98.0"), "half way up, then at the top: {svg}");
        assert!(svg.contains(">a backup, 30 s</text>") && svg.contains(">40</text>"), "{svg}");
    }
}
