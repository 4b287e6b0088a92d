//! Query parameters of a request.

use axum::extract;
use axum::http::Uri;

use super::reply::Reply;

/// The decoded parameters, and the original text.
#[derive(Debug)]
pub(super) struct Query {
    raw: String,
    pairs: Vec<(String, String)>,
}

impl Query {
    pub(super) fn parse(uri: &Uri) -> Result<Query, Reply> {
        let extract::Query(pairs) = extract::Query::try_from_uri(uri)
            .map_err(|_| Reply::bad("the query string is malformed"))?;
        Ok(Query { raw: uri.query().unwrap_or_default().to_owned(), pairs })
    }

    /// A parameter's value; the first one if repeated.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// An integer of at least `least`.
    pub(super) fn number(&self, name: &str, least: usize) -> Result<Option<usize>, Reply> {
        let Some(text) = self.get(name) else { return Ok(None) };
        match text.parse() {
            Ok(number) if number >= least => Ok(Some(number)),
            _ => Err(Reply::bad(&format!("{name} must be a whole number of at least {least}"))),
        }
    }

    /// The same query for page `page`.
    pub(super) fn with_page(&self, page: usize) -> String {
        let others = self.raw.split('&').filter(|pair| {
            !pair.is_empty() && pair.split('=').next().is_some_and(|name| name != "p")
        });
        others.map(str::to_owned).chain([format!("p={page}")]).collect::<Vec<_>>().join("&")
    }
}
