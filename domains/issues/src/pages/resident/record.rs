use web::asking::{Staff, Working};
use web::{Answer, Query};
pub async fn begin(Staff(_visit): Staff, Query(_query): Query) -> Answer {
    Err(base::Problem::NotFound.into())
}
pub async fn go_on(_working: Working) -> Answer {
    Err(base::Problem::NotFound.into())
}
