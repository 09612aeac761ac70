//! The edge, the shell, forms and words as a browser meets them.

#[cfg(test)]
#[path = "../examples/gallery/pages.rs"]
mod gallery;

#[cfg(test)]
mod it {
    mod client;
    mod edge;
    mod forms;
    mod pages;
    mod words;
}
