use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use access::{Credential, Hat, Page, Recognised, Right, Scope, Site, Statutory, Who};
use axum::extract::{ConnectInfo, FromRequestParts, OriginalUri, RawPathParams};
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Redirect, Response};
use base::{Id, Problem};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::edge::OperationId;
use crate::shell::Place;
use crate::{Refusal, Shell, Visitor, Words, language};

/// The name of the session cookie: the only cookie there is, and only for people who sign in.
pub const SESSION_COOKIE: &str = "wardmote";

/// Whoever has one of these has something to do in the administration.
const ADMINISTERS: [Right; 3] = [Right::Configure, Right::ManagePeople, Right::ReadAudit];

/// Somebody looks at a page of a partnership.
#[derive(Clone)]
pub struct Visit {
    /// Who asks, where and when.
    pub scope: Scope,
    /// The session's hash, when there is one.
    pub session: Option<[u8; 32]>,
    /// Every hat the person could wear here.
    pub hats: Vec<Hat>,
    /// The language of the page.
    pub words: &'static Words,
    /// The address asked for, as the browser shows it.
    pub address: String,
    /// Whether it is only read, so that the same address shows it again.
    pub is_read: bool,
    /// Where the request comes from, for counting tries.
    pub from: String,
}

impl FromRequestParts<Arc<Site>> for Visit {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Refusal> {
        let visit = Self::even_closed(parts, site).await?;
        if visit.is_shut_out(parts) { Err(not_open(&visit).into()) } else { Ok(visit) }
    }
}

/// A page for people who work here: whoever is not signed in is asked to, and comes back to the page.
pub struct Staff(pub Visit);

impl FromRequestParts<Arc<Site>> for Staff {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Response> {
        let visit = Visit::even_closed(parts, site).await.map_err(IntoResponse::into_response)?;
        match visit.scope.who {
            Who::Person(_) => Ok(Self(visit)),
            _ => Err(Redirect::to(&visit.sign_in_address()).into_response()),
        }
    }
}

impl Visit {
    /// Whoever it is, in a partnership that may not be open yet.
    pub(super) async fn even_closed(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Refusal> {
        let recognised = access::recognise(site, &slug(parts).await, &credential(&parts.headers)).await?;
        Ok(Self::of(recognised, parts, site))
    }

    /// Whether the partnership is not open yet to whoever asks for this.
    pub(super) fn is_shut_out(&self, parts: &Parts) -> bool {
        self.scope.is_shut_out() && !is_doorway(parts)
    }

    fn of(recognised: Recognised, parts: &Parts, site: &Arc<Site>) -> Self {
        let demo = site.settings.demo;
        // Staff's pages are in English only, and a page is in one language.
        let (words, named) = match (&recognised.who, language::pseudo(parts, demo)) {
            (_, Some(pseudo)) => (pseudo, Some(pseudo.tag())),
            (Who::Person(_), None) => (Words::english(), None),
            _ => language::of_page(parts, &recognised.snapshot, demo),
        };
        Self {
            scope: Scope {
                site: Arc::clone(site),
                snapshot: recognised.snapshot,
                who: recognised.who,
                now: site.clock.now(),
                operation: operation(parts, site),
                language: named,
            },
            session: recognised.session,
            hats: recognised.hats,
            words,
            is_read: parts.method == Method::GET,
            address: shown_address(parts),
            from: address_of(parts),
        }
    }

    /// What surrounds a page that could not be answered: the partnership's name when we have read it before, and the
    /// visitor when the store can still say who they are. It never fails, and is the same for a record that is hidden
    /// from them and for one that does not exist.
    pub async fn refused(site: Arc<Site>, parts: Parts) -> Shell {
        let slug = parts.uri.path().split('/').nth(1).unwrap_or_default();
        let recognised = match credential(&parts.headers) {
            Credential::None => None,
            known => access::recognise(&site, slug, &known).await.ok(),
        };
        let Some(recognised) = recognised.or_else(|| site.seen(slug).map(Recognised::nobody)) else {
            let mut shell = Shell::new(Words::wanted(&parts.headers));
            shell.demonstration = site.settings.demo;
            return shell;
        };
        let visit = Self::of(recognised, &parts, &site);
        let mut shell = visit.shell("");
        shell.sign_in = Some(visit.scope.url(Page::SignIn));
        shell
    }

    /// What surrounds a page of this partnership for this visitor.
    #[must_use]
    pub fn shell(&self, title: impl Into<String>) -> Shell {
        let scope = &self.scope;
        let mut shell = Shell::new(self.words).title(title);
        shell.partnership.clone_from(&scope.snapshot.partnership.name);
        shell.home = scope.url(Page::Home);
        if shell.home.is_empty() {
            shell.home = "/".to_owned();
        }
        shell.brand = Some(format!("{}?v={}", scope.url(Page::Brand), scope.snapshot.partnership.epoch));
        shell.navigation = self.navigation();
        shell.sign_in = Some(self.sign_in_address());
        shell.visitor = scope.hat().map(|hat| Visitor {
            name: hat.name.clone(),
            hat: hat.called(),
            account: scope.url(Page::Account),
        });
        shell.footer = self.footer();
        if self.is_read && scope.hat().is_none() {
            shell.languages = language::links(&scope.snapshot, &self.address);
        }
        shell.demonstration = scope.site.settings.demo;
        shell
    }

    /// This address in the other languages that are offered, for a form that takes what was typed along.
    #[must_use]
    pub fn other_languages(&self) -> Vec<crate::Language> {
        let mut all = language::links(&self.scope.snapshot, &self.address);
        all.retain(|one| one.words.lang() != self.words.lang() && self.scope.hat().is_none());
        all
    }

    /// The statutory pages. How long things are kept has a page from the day it is written.
    fn footer(&self) -> Vec<(String, String)> {
        let (scope, words) = (&self.scope, self.words);
        let there = |page: &&Statutory| **page != Statutory::Retention || scope.snapshot.statutory(**page).is_some();
        let link = |page: &Statutory| {
            let label = match page {
                Statutory::Privacy => words.footer_privacy(),
                Statutory::Accessibility => words.footer_accessibility(),
                Statutory::Cookies => words.footer_cookies(),
                Statutory::HowWeDecide => words.footer_how_we_decide(),
                Statutory::Retention => words.footer_retention(),
                Statutory::Numbers => words.footer_numbers(),
            };
            (label.to_owned(), scope.url(Page::Statutory(page.as_str())))
        };
        Statutory::ALL.iter().filter(there).map(link).collect()
    }

    fn navigation(&self) -> Vec<Place> {
        let (scope, words) = (&self.scope, self.words);
        if scope.is_shut_out() {
            return Vec::new();
        }
        let path = self.address.split('?').next().unwrap_or_default();
        let mut sections = vec![
            (words.nav_report().to_owned(), scope.url(Page::Report)),
            (words.nav_issues().to_owned(), scope.url(Page::Issues)),
            (words.nav_places().to_owned(), scope.url(Page::Places)),
            (words.nav_directory().to_owned(), scope.url(Page::Directory)),
        ];
        if scope.hat().is_some() {
            sections.insert(0, (words.nav_my_work().to_owned(), scope.url(Page::MyWork)));
            if scope.has(Right::ReadConcern) || scope.is_front_door_lead() {
                sections.push((words.nav_concerns().to_owned(), scope.url(Page::Concerns)));
            }
            if ADMINISTERS.iter().any(|right| scope.has(*right)) {
                sections.push((words.nav_administration().to_owned(), scope.url(Page::Admin)));
            }
        }
        let reporting = scope.url(Page::Report);
        sections
            .into_iter()
            .map(|(words, href)| {
                let below =
                    path.strip_prefix(href.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
                let here = below && (href == reporting || !path.starts_with(&reporting));
                Place { words, here, href }
            })
            .collect()
    }

    /// Where to sign in and come back here. Who signs in on the home page goes to their work.
    #[must_use]
    pub fn sign_in_address(&self) -> String {
        if self.address.trim_end_matches('/') == self.scope.url(Page::Home).trim_end_matches('/') {
            return self.scope.url(Page::SignIn);
        }
        let next: String = form_urlencoded::byte_serialize(self.address.as_bytes()).collect();
        format!("{}?next={next}", self.scope.url(Page::SignIn))
    }

    /// The token every form of somebody signed in carries; nothing for a stranger.
    #[must_use]
    pub fn form_token(&self) -> Option<String> {
        self.session.map(|session| form_token(&self.scope.site, &session))
    }

    /// Whether a token that was sent is that of whoever is signed in; nothing for a stranger, whose forms carry none.
    pub(super) fn owns(&self, token: Option<&str>) -> Option<bool> {
        let session = self.session?;
        Some(token.is_some_and(|token| is_form_token(&self.scope.site, &session, token)))
    }
}

/// The token bound to a session, written differently each time it is shown: a secret that stands the same in every
/// compressed page could be guessed from their lengths.
#[must_use]
pub fn form_token(site: &Site, session: &[u8; 32]) -> String {
    let mask: [u8; 16] = site.dice.bytes();
    URL_SAFE_NO_PAD.encode([mask, covered(session_token(site, session), mask)].concat())
}

fn session_token(site: &Site, session: &[u8; 32]) -> [u8; 16] {
    let hash = site.vault.keyed_hash("form", Id::nil(), session);
    std::array::from_fn(|at| hash[at])
}

fn covered(token: [u8; 16], mask: [u8; 16]) -> [u8; 16] {
    std::array::from_fn(|at| token[at] ^ mask[at])
}

fn is_form_token(site: &Site, session: &[u8; 32], text: &str) -> bool {
    let shown = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    shown.is_some_and(|shown| {
        let [mask, token]: [[u8; 16]; 2] = std::array::from_fn(|half| std::array::from_fn(|at| shown[half * 16 + at]));
        covered(token, mask) == session_token(site, session)
    })
}

/// What a visitor is told of a partnership that is not open yet: its name, and nothing in it.
pub(super) fn not_open(visit: &Visit) -> Problem {
    Problem::NotOpen(visit.scope.snapshot.partnership.name.clone())
}

/// What answers everybody although the partnership is not open yet: the way in for those who work there, its colours, and
/// what it says of itself beside that form.
fn is_doorway(parts: &Parts) -> bool {
    let below = parts.uri.path().splitn(3, '/').nth(2).unwrap_or_default();
    below.starts_with("account/sign-in")
        || below == "account/sign-out"
        || below == "brand.css"
        || below.starts_with("about/")
}

/// The partnership's part of the address: `{p}` of the route.
pub(super) async fn slug(parts: &mut Parts) -> String {
    let params = RawPathParams::from_request_parts(parts, &()).await;
    let named = |params: &RawPathParams| params.iter().find(|(name, _)| *name == "p").map(|(_, slug)| slug.to_owned());
    params.ok().as_ref().and_then(named).unwrap_or_default()
}

/// The address as the browser shows it, whatever the router made of it since.
fn shown_address(parts: &Parts) -> String {
    let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |OriginalUri(uri)| uri);
    uri.path_and_query().map(ToString::to_string).unwrap_or_default()
}

pub(super) fn operation(parts: &Parts, site: &Site) -> Id {
    parts.extensions.get::<OperationId>().map_or_else(|| site.dice.id(site.clock.now()), |operation| operation.0)
}

pub(super) fn address_of(parts: &Parts) -> String {
    let there = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    there.map_or_else(|| "unknown".to_owned(), |ConnectInfo(address)| line_of(address.ip()).to_string())
}

/// The address, or of one of IPv6 the /64 that one line is given: its owner may use any address in it.
fn line_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// The session cookie, if one was sent.
fn credential(headers: &HeaderMap) -> Credential {
    let all = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == SESSION_COOKIE)
        .map_or(Credential::None, |(_, secret)| Credential::Session(secret.to_owned()))
}
