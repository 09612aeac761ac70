//! The drawings as text.

use std::fmt::Write as _;

use geo::{BoundingRect, Coord, Intersects, LineString, MultiPolygon, Rect};

use super::lettering::{Lettering, Sign};
use super::names::{self, Label, Paper};
use super::{Drawn, Form, Map, Mark, Sheet, View, WIDTH};
use crate::point::Point;

/// How a map is lettered where it is narrow, wider and wide, with the size of the letters in units: 10 pixels where the map
/// is 290 wide, 11 where it is 420, 11 where it is 640. `map.css` has the same figures.
const LETTERINGS: [(&str, f64); 3] = [("small", 62.0), ("medium", 46.0), ("large", 31.0)];

/// Letters on a picture of fixed size, in pixels.
const PICTURE: f64 = 11.0;

/// Half the width of the cross on a picture, in pixels.
const CROSS: f64 = 9.0;

/// What a number is written in.
const BOLD: &str = " font-weight=\"bold\"";

/// What a map is called and what it shows, read out before its links.
#[derive(Debug, Clone, Copy)]
pub struct Heading<'a> {
    /// Different for every map on a page; letters, digits and hyphens.
    pub id: &'a str,
    /// `Map of the wards of Walsall`.
    pub title: &'a str,
    /// What is drawn and where the same is listed, whose lines they are and under what licence.
    pub description: &'a str,
}

impl Heading<'_> {
    /// The beginning of a picture in a page, up to what it shows.
    pub(super) fn open(&self, view: &View) -> String {
        let (id, title, description) = (escape(self.id), escape(self.title), escape(self.description));
        format!(
            "<svg class=\"map-still\"{} role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\
             <title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{description}</desc>",
            frame(view)
        )
    }
}

impl Map {
    /// The map as part of a page: scales to any width from 320 pixels; each region is a link with a visible focus.
    #[must_use]
    pub fn svg(&self, heading: &Heading<'_>, marks: &[Mark<'_>]) -> String {
        let Heading { id, title, description } = heading;
        let (id, title, description) = (escape(id), escape(title), escape(description));
        let mut out = format!(
            "<div class=\"map\"><svg viewBox=\"0 0 {WIDTH} {height}\" role=\"group\" aria-labelledby=\"{id}-title {id}-desc\">\
             <title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{description}</desc>",
            height = self.sheet.height
        );
        out.push_str(&self.ground);
        let sheet = self.sheet.rect();
        for mark in marks.iter().filter(|mark| sheet_holds(sheet, self.sheet.lay(mark.at))) {
            self.mark(&mut out, mark);
        }
        out.push_str("</svg>");
        out.push_str(&self.key);
        out.push_str("</div>\n");
        out
    }

    /// The names of the places that have a number on [`Map::image`], from 1 on.
    #[must_use]
    pub fn numbered(&self, view: &View, chosen: Option<Point>) -> Vec<&str> {
        Lettering::of(&self.regions, &self.paper(view, chosen)).key
    }

    /// A picture's letters leave room for the cross.
    pub(super) fn paper(&self, view: &View, chosen: Option<Point>) -> Paper {
        let arm = Coord { x: CROSS * view.units(), y: CROSS * view.units() };
        let taken = chosen.map(|point| self.sheet.lay(point)).map(|spot| Rect::new(spot - arm, spot + arm));
        Paper { window: view.window, em: PICTURE * view.units(), taken }
    }

    /// A picture of fixed size, complete in itself, for an `<input type="image">`. `chosen` is marked by a cross.
    #[must_use]
    pub fn image(&self, view: &View, title: &str, chosen: Option<Point>) -> String {
        let mut out =
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\"{}><title>{}</title>", frame(view), escape(title));
        self.backdrop(&mut out, view);
        let paper = self.paper(view, chosen);
        let signs = Lettering::of(&self.regions, &paper).signs;
        letters(&mut out, &paper, signs.into_iter().map(|sign| (sign.label, if sign.is_number { BOLD } else { "" })));
        if let Some(spot) = chosen {
            self.cross(&mut out, view, spot);
        }
        out.push_str("</svg>\n");
        out
    }

    /// What a picture shows under its letters.
    pub(super) fn backdrop(&self, out: &mut String, view: &View) {
        let Coord { x: left, y: top } = view.window.min();
        let (across, down, unit) = (view.window.width(), view.window.height(), view.units());
        put(
            out,
            format_args!(
                "<path fill=\"#fff\" d=\"M{left:.1} {top:.1}h{across:.1}v{down:.1}h-{across:.1}z\"/>\
                 <g fill=\"#f3f6f5\" stroke=\"#c3cfcc\" stroke-width=\"{unit:.2}\" stroke-linejoin=\"round\">"
            ),
        );
        let shown = |region: &&Drawn| region.pieces.bounding_rect().is_some_and(|all| all.intersects(&view.window));
        for region in self.regions.iter().filter(shown) {
            put(out, format_args!("<path d=\"{}\"/>", path(&region.pieces)));
        }
        put(out, format_args!("</g><g fill=\"none\" stroke=\"#00625a\" stroke-width=\"{:.2}\">", 2.0 * unit));
        for outline in &self.outlines {
            put(out, format_args!("<path d=\"{}\"/>", path(outline)));
        }
        out.push_str("</g>");
    }

    /// A cross on a spot of a picture.
    pub(super) fn cross(&self, out: &mut String, view: &View, spot: Point) {
        let (Coord { x, y }, unit) = (self.sheet.lay(spot), view.units());
        let arm = CROSS * unit;
        for (colour, width) in [("#fff", 5.0), ("#0b0c0c", 2.5)] {
            let (x, y, width) = (x - arm, y - arm, width * unit);
            let across = 2.0 * arm;
            put(
                out,
                format_args!(
                    "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width:.2}\" \
                     d=\"M{x:.1} {y:.1}l{across:.1} {across:.1}m0-{across:.1}l-{across:.1} {across:.1}\"/>"
                ),
            );
        }
    }

    fn mark(&self, out: &mut String, mark: &Mark<'_>) {
        let Coord { x, y } = self.sheet.lay(mark.at);
        let (x, y) = (unit(x), unit(y));
        // Some 40 units wide; each begins at its left or its top.
        let path = match mark.form {
            Form::Circle => format!("M{} {y}a20 20 0 1 0 40 0a20 20 0 1 0-40 0z", x - 20),
            Form::Square => format!("M{} {}h40v40h-40z", x - 20, y - 20),
            Form::Triangle => format!("M{x} {}l24 42h-48z", y - 24),
            Form::Diamond => format!("M{x} {}l26 26-26 26-26-26z", y - 26),
        };
        let weight = mark.weight.as_str();
        let title = escape(mark.title);
        let body = format!("<title>{title}</title><path d=\"{path}\"/>");
        match &mark.href {
            Some(href) => put(
                out,
                format_args!(
                    "<a class=\"map-mark map-mark-{weight}\" href=\"{}\" aria-label=\"{title}\">{body}</a>",
                    escape(href)
                ),
            ),
            None => put(
                out,
                format_args!("<g class=\"map-mark map-mark-{weight}\" role=\"img\" aria-label=\"{title}\">{body}</g>"),
            ),
        }
    }
}

/// The letters of a picture, each text with an attribute of its own.
pub(super) fn letters(out: &mut String, paper: &Paper, texts: impl Iterator<Item = (Label, &'static str)>) {
    put(
        out,
        format_args!(
            "<g fill=\"#0b0c0c\" font-family=\"arial, sans-serif\" font-size=\"{:.1}\" text-anchor=\"middle\">",
            paper.em
        ),
    );
    for (label, attribute) in texts {
        text(out, &label, attribute);
    }
    out.push_str("</g>");
}

/// The size of a picture and the part of the sheet it shows.
fn frame(view: &View) -> String {
    let (Coord { x, y }, window) = (view.window.min(), view.window);
    let (width, height) = (view.width(), view.height());
    let (across, down) = (window.width(), window.height());
    format!(" width=\"{width}\" height=\"{height}\" viewBox=\"{x:.1} {y:.1} {across:.1} {down:.1}\"")
}

/// Everything of a map but its heading and its marks.
pub(super) fn ground(sheet: &Sheet, regions: &[Drawn], outlines: &[MultiPolygon]) -> String {
    let mut out = String::new();
    for region in regions {
        let (href, name, path) = (escape(&region.href), escape(&region.name), path(&region.pieces));
        let tone = region.tone.map_or_else(String::new, |tone| format!(" map-tone-{tone}"));
        put(
            &mut out,
            format_args!(
                "<a class=\"map-ward{tone}\" href=\"{href}\" aria-label=\"{name}\"><title>{name}</title><path d=\"{path}\"/></a>"
            ),
        );
    }
    for outline in outlines {
        put(&mut out, format_args!("<path class=\"map-area\" d=\"{}\"/>", path(outline)));
    }
    for (width, em) in LETTERINGS {
        put(&mut out, format_args!("<g class=\"map-names map-{width}\" aria-hidden=\"true\">"));
        for sign in Lettering::of(regions, &Paper { window: sheet.rect(), em, taken: None }).signs {
            text(&mut out, &sign.label, class(&sign));
        }
        out.push_str("</g>");
    }
    out
}

/// What the numbers on a map stand for, in each of its letterings. Links have their names already: this is for the eye.
pub(super) fn key(sheet: &Sheet, regions: &[Drawn]) -> String {
    let mut out = String::new();
    for (width, em) in LETTERINGS {
        let names = Lettering::of(regions, &Paper { window: sheet.rect(), em, taken: None }).key;
        if names.is_empty() {
            continue;
        }
        put(&mut out, format_args!("<ol class=\"map-key map-{width}\" aria-hidden=\"true\">"));
        for name in names {
            put(&mut out, format_args!("<li>{}</li>", escape(name)));
        }
        out.push_str("</ol>");
    }
    out
}

fn class(sign: &Sign<'_>) -> &'static str {
    match (sign.is_number, sign.region.tone.is_some_and(|tone| tone > 3)) {
        (false, false) => "",
        (true, false) => " class=\"map-number\"",
        (false, true) => " class=\"map-name-light\"",
        (true, true) => " class=\"map-number map-name-light\"",
    }
}

fn text(out: &mut String, label: &Label, attribute: &str) {
    let (x, y) = (label.x.round(), label.y.round());
    put(out, format_args!("<text{attribute} x=\"{x}\" y=\"{y}\">"));
    for (number, line) in label.lines.iter().enumerate() {
        let line = escape(line);
        match number {
            0 => out.push_str(&line),
            _ => put(out, format_args!("<tspan x=\"{x}\" dy=\"{}em\">{line}</tspan>", names::LEADING)),
        }
    }
    out.push_str("</text>");
}

/// The outline in whole units, each corner told from the one before: short, and the same for both sides of a line.
pub(super) fn path(pieces: &MultiPolygon) -> String {
    let mut out = String::new();
    for ring in pieces.iter().flat_map(|piece| std::iter::once(piece.exterior()).chain(piece.interiors())) {
        ring_path(&mut out, ring);
    }
    out
}

fn ring_path(out: &mut String, ring: &LineString) {
    let mut corners: Vec<(i64, i64)> = ring.0.iter().map(|corner| (unit(corner.x), unit(corner.y))).collect();
    corners.dedup();
    if corners.first() == corners.last() {
        corners.pop();
    }
    let [(x, y), rest @ ..] = corners.as_slice() else { return };
    if rest.len() < 2 {
        return;
    }
    put(out, format_args!("M{x} {y}l"));
    let mut from = (*x, *y);
    for (number, to) in rest.iter().enumerate() {
        let (x, y) = (to.0 - from.0, to.1 - from.1);
        // A minus sign parts two numbers as well as a space does.
        let gap = if number == 0 || x < 0 { "" } else { " " };
        put(out, format_args!("{gap}{x}{}{y}", if y < 0 { "" } else { " " }));
        from = *to;
    }
    out.push('z');
}

fn sheet_holds(sheet: Rect, spot: Coord) -> bool {
    (sheet.min().x..=sheet.max().x).contains(&spot.x) && (sheet.min().y..=sheet.max().y).contains(&spot.y)
}

/// A length on the sheet in whole units.
#[expect(clippy::cast_possible_truncation, reason = "a sheet is some thousand units wide")]
fn unit(length: f64) -> i64 {
    length.round() as i64
}

/// Text that XML cannot take for anything else.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    // Most names have nothing to escape and are copied in one piece.
    while let Some((at, special, instead)) =
        rest.char_indices().find_map(|(at, letter)| Some((at, letter, safer(letter)?)))
    {
        safe.push_str(&rest[..at]);
        safe.push_str(instead);
        rest = &rest[at + special.len_utf8()..];
    }
    safe.push_str(rest);
    safe
}

/// What stands in a drawing for a letter that would end a text, or that no XML holds.
fn safer(letter: char) -> Option<&'static str> {
    match letter {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        control if control.is_control() => Some(" "),
        _ => None,
    }
}

fn put(out: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = out.write_fmt(what);
}
