//! A fixed-size picture of part of a map, and back from a click on it to the spot that was meant: choosing a point
//! without scripts. An `<input type="image" name="at">` sends `at.x` and `at.y`, pixels from its upper left corner.

use geo::{Coord, Rect};

use crate::point::{Bounds, Point};

use super::Sheet;

/// Each step closer shows a third of the ground.
const CLOSER: f64 = 3.0;

/// The least ground that a picture shows, in metres across: a short street.
const LEAST_METRES: f64 = 150.0;

/// A window on a map, and how many pixels it is shown in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    pub(super) window: Rect,
    width: u32,
    height: u32,
}

impl View {
    /// The width of the picture, in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// The height of the picture, in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Units of the sheet in one pixel.
    pub(super) fn units(&self) -> f64 {
        self.window.width() / f64::from(self.width)
    }

    /// The same middle with more around it, this many times as far across.
    #[must_use]
    pub fn wider(&self, times: f64) -> Self {
        let (across, down) = (self.window.width() * times, self.window.height() * times);
        Self::around(self.window.center(), across, down, self.width, self.height)
    }

    /// The window of the picture's proportions around `middle` that is at least `across` by `down` units.
    pub(super) fn around(middle: Coord, across: f64, down: f64, width: u32, height: u32) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let unit = (across / f64::from(width)).max(down / f64::from(height));
        let half = Coord { x: unit * f64::from(width) / 2.0, y: unit * f64::from(height) / 2.0 };
        Self { window: Rect::new(middle - half, middle + half), width, height }
    }
}

impl Sheet {
    /// A picture of all of it.
    pub(super) fn whole(&self, width: u32, height: u32) -> View {
        View::around(Coord { x: super::WIDTH / 2.0, y: self.height / 2.0 }, super::WIDTH, self.height, width, height)
    }

    /// A picture of what is inside `bounds`, and as much more as its proportions ask for.
    pub(super) fn view_of(&self, bounds: &Bounds, width: u32, height: u32) -> View {
        let (low, high) = (self.lay(bounds.south_west()), self.lay(bounds.north_east()));
        let least = LEAST_METRES * self.scale;
        let middle = (low + high) / 2.0;
        View::around(middle, (high.x - low.x).max(least), (low.y - high.y).max(least), width, height)
    }

    /// A closer picture around the pixel that was clicked.
    pub(super) fn closer(&self, view: &View, x: u32, y: u32) -> Option<View> {
        let middle = spot(view, x, y)?;
        let least = LEAST_METRES * self.scale;
        let (across, down) = (view.window.width() / CLOSER, view.window.height() / CLOSER);
        Some(View::around(middle, across.max(least), down.max(least), view.width, view.height))
    }

    /// The spot on the ground under a pixel's middle; nothing when the pixel is not on the picture.
    pub(super) fn clicked(&self, view: &View, x: u32, y: u32) -> Option<Point> {
        spot(view, x, y).map(|spot| self.lift(spot))
    }

    /// The ground a picture shows.
    pub(super) fn bounds(&self, view: &View) -> Option<Bounds> {
        let (low, high) = (view.window.min(), view.window.max());
        Bounds::new(self.lift(Coord { x: low.x, y: high.y }), self.lift(Coord { x: high.x, y: low.y }))
    }
}

fn spot(view: &View, x: u32, y: u32) -> Option<Coord> {
    let middle = |pixel: u32| f64::from(pixel) + 0.5;
    (x < view.width && y < view.height)
        .then(|| view.window.min() + Coord { x: middle(x) * view.units(), y: middle(y) * view.units() })
}
