//! What a bad file meets, and who may not.

use access::Role;
use serde_json::json;

use super::{REDRAWS, administrator, collection, day, drawn, feature, halves, looked_at, proposed};

stories! {
    async fn a_bad_file_is_answered_by_a_sentence_and_changes_nothing(app) {
        let path = format!("/walsall/api/v1/redraws?kind=ward&from={}&reason=The%20review", day(&app, 1));
        let elsewhere = collection(&[
            feature("E05080001", "Harbour", [-4.2, 50.3, -4.1, 50.4]),
            feature("E05080002", "Quay", [-4.1, 50.3, -4.0, 50.4]),
        ]);
        let crossing = br#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"WD27CD":"E05090001","WD27NM":"Bow"},
            "geometry":{"type":"Polygon","coordinates":[[[-1.96,52.60],[-1.95,52.61],[-1.95,52.60],[-1.96,52.61],[-1.96,52.60]]]}}]}"#;
        for (file, says) in [
            (&b"PK\x03\x04"[..], "not a GeoJSON file"), (b"{}", "not a GeoJSON FeatureCollection"), (b"\xff\xfe\x00", "not text in UTF-8"),
            (&elsewhere, "another city's file"), (crossing, "crosses itself at"), (b"", "not a GeoJSON file"),
        ] {
            let told = administrator(&app).send(axum::http::Method::POST, &path, None, file.to_vec().into()).await.is(422).json();
            assert!(told.to_string().contains(says), "{says}: {told}");
        }
        for wrong in ["kind=parish&from=2027-05-06&reason=x", "kind=ward&from=soon&reason=x", "kind=ward&from=2027-05-06"] {
            let path = format!("/walsall/api/v1/redraws?{wrong}");
            administrator(&app).send(axum::http::Method::POST, &path, None, halves().into()).await.is(422);
        }
        app.anyone().get(REDRAWS).await;
        let analyst = app.api(&app.walsall.worker(Role::Analyst).token);
        analyst.send(axum::http::Method::POST, &path, None, halves().into()).await.is(403);
        let told = proposed(&app, "ward", day(&app, 1), true, &halves()).await;
        let id = told["id"].as_str().expect("an id");
        let others = app.api(&app.salford.worker(Role::Administrator).token);
        others.get(&format!("/salford/api/v1/redraws/{id}")).await.is(404);
    }

    async fn a_place_outside_the_ground_is_taken_in_when_it_is_asked_for(app) {
        let said = format!("kind=ward&from={}", day(&app, 1));
        let file = collection(&[
            feature("E05080001", "Harbour", [-4.2, 50.3, -4.1, 50.4]),
            feature("E05090009", "Corner", [-1.972, 52.601, -1.95, 52.606]),
        ]);
        let told = looked_at(&app, &said, &file).await;
        assert!(told["notes"].to_string().contains("Harbour (E05080001) in this file is not in Walsall Partnership. Left out"), "{told}");
        assert_eq!(told["begins"].as_array().map(Vec::len), Some(1), "{told}");
        let told = looked_at(&app, &format!("{said}&everywhere=true"), &file).await;
        assert!(told["notes"].to_string().contains("Taken in all the same"), "warned all the same: {told}");
        assert_eq!(told["begins"][0]["code"], "E05080001", "{told}");
        assert_eq!(drawn(&app, &told).await["state"], "done");
        let found = app.get(&format!("/walsall/api/v1/places?kind=ward&at=50.35,-4.15&on={}", day(&app, 1))).await.is(200).json();
        assert_eq!(found["items"][0]["name"], "Harbour", "{found}");
    }

    async fn what_is_odd_in_a_file_is_told_before_anybody_agrees(app) {
        let file = collection(&[
            feature("E05090001", "West Side", [-2.01, 52.57, -1.97, 52.63]),
            feature("E05090001", "West again", [-1.97, 52.57, -1.96, 52.63]),
            feature("E05080001", "Harbour", [-4.2, 50.3, -4.1, 50.4]),
        ]);
        let told = proposed(&app, "ward", day(&app, 1), true, &file).await;
        assert!(told["refused"].to_string().contains("which feature 1 has already"), "{told}");
        let notes = told["notes"].to_string();
        assert!(notes.contains("is not in Walsall Partnership"), "{notes}");
        assert!(notes.contains("Some features cannot be read, so no ward ends"), "a broken file ends nothing by silence: {notes}");
        assert_eq!(told["ends"].as_array().map(Vec::len), Some(2), "only what its ground replaces: {told}");

        let over = collection(&[feature("E05090009", "Corner", [-1.972, 52.601, -1.95, 52.606])]);
        let told = proposed(&app, "ward", day(&app, 1), false, &over).await;
        assert!(told["notes"].to_string().contains("Corner lies over North East, which stays"), "{told}");

        let north = collection(&[
            feature("north-east", "North East", [-1.97, 52.6, -1.93, 52.63]),
            feature("north-west", "North West", [-2.01, 52.6, -1.97, 52.63]),
        ]);
        let told = proposed(&app, "ward", day(&app, 1), true, &north).await;
        assert!(told["notes"].to_string().contains("South area would be left without any ward"), "{told}");
        assert_eq!(told["changed"].as_array().map(Vec::len), Some(2), "{told}");
        let same = json!({"notes": told["notes"]});
        assert!(same["notes"].is_array());
    }
}
