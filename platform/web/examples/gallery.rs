//! Every component on one page, with the shell round it, under the real security policy:
//! `cargo run -p wardmote-web --example gallery`, then <http://127.0.0.1:8090/>.

#[path = "gallery/pages.rs"]
mod pages;

use std::error::Error;
use std::sync::Arc;

use base::{Clock, Dice};
use web::{Edge, ShellFor, Words, assets, edge};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    assets::ready()?;
    let shell: ShellFor = Arc::new(|_| Box::pin(async { pages::walsall(Words::english()) }));
    let app = edge(pages::routes(), Edge { clock: Clock::system(), dice: Dice::system(), shell });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8090").await?;
    axum::serve(listener, app).await?;
    Ok(())
}
