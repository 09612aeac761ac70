//! The reference page of the API says what the description says, for people.

use web::testing::{assert_page, main_text};

stories! {
    async fn everything_described_is_on_the_page_once_with_an_example(app) {
        let page = app.get("/walsall/api").await.is(200);
        assert_page(&page.body);
        let told = main_text(&page.body);
        let described = app.get("/walsall/api/v1/openapi.json").await.is(200).json();
        let mut operations = 0;
        for (path, methods) in described["paths"].as_object().expect("paths") {
            for (method, operation) in methods.as_object().expect("methods") {
                let Some(id) = operation["operationId"].as_str() else { continue };
                assert_eq!(page.body.matches(&format!("<h3 class=\"govuk-heading-s govuk-!-margin-bottom-1\" id=\"{id}\">")).count(), 1, "{id}");
                let line = format!("{} {}", method.to_uppercase(), path.replace("{p}", "walsall"));
                assert!(told.contains(&line), "{line}");
                operations += 1;
            }
        }
        assert!(operations > 100, "{operations}");
        assert_eq!(page.body.matches("<pre class=\"wm-code\"><code>curl ").count(), operations);
        assert!(told.contains("/walsall/api/v1/issues/REFERENCE/assess' -X POST"), "{told}");
        assert!(page.body.contains("Bearer KEY") && page.body.contains("people_affected"));
    }
}
