//! The same over the protocol, as a client gets it: line by line, every tool and resource.

use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, Lines, ReadHalf, WriteHalf,
};

use super::place::Place;

/// A client that is served in this process.
pub(super) struct Client {
    input: WriteHalf<DuplexStream>,
    output: Lines<BufReader<ReadHalf<DuplexStream>>>,
    last: u64,
    served: tokio::task::JoinHandle<()>,
}

impl Client {
    pub(super) async fn connect(place: &Place) -> Self {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let (engine, token) = (place.engine.clone(), place.token.clone());
        let served = tokio::spawn(async move {
            let (input, output) = tokio::io::split(theirs);
            let serving = kalends_mcp::serve_on(&engine, "scout", &token, input, output);
            Box::pin(serving).await.unwrap();
        });
        let (output, input) = tokio::io::split(ours);
        let output = BufReader::new(output).lines();
        let mut client = Self { input, output, last: 0, served };
        let hello = json!({
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": { "name": "a test", "version": "1" },
        });
        client.ask("initialize", hello).await;
        client.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).await;
        client
    }

    async fn send(&mut self, message: &Value) {
        self.input.write_all(format!("{message}\n").as_bytes()).await.unwrap();
    }

    /// The whole of the answer, an error or not.
    pub(super) async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })).await;
        loop {
            let line = self.output.next_line().await.unwrap().unwrap();
            let message: Value = serde_json::from_str(&line).unwrap();
            if message["id"] == id {
                return message;
            }
        }
    }

    pub(super) async fn call(&mut self, tool: &str, arguments: Value) -> Value {
        self.ask("tools/call", json!({ "name": tool, "arguments": arguments })).await
    }

    /// Waits for the next thing that is told unasked under this name.
    pub(super) async fn told(&mut self, method: &str) -> Value {
        loop {
            let line = self.output.next_line().await.unwrap().unwrap();
            let message: Value = serde_json::from_str(&line).unwrap();
            if message["method"] == method {
                return message["params"].clone();
            }
        }
    }

    pub(super) async fn close(self) {
        drop((self.input, self.output));
        self.served.await.unwrap();
    }
}

/// All answers of all tools and resources, as they are sent; without the ids that were named.
pub(super) async fn over_the_protocol(place: &Place) -> Vec<String> {
    place.desk.config.clock.advance(jiff::SignedDuration::from_mins(2));
    let mut client = Client::connect(place).await;
    let mut all = Vec::new();
    for list in ["tools/list", "resources/list", "resources/templates/list"] {
        all.push(client.ask(list, json!({})).await.to_string());
    }
    let window = json!({
        "start": "2026-11-23T00:00", "end": "2026-11-30T00:00", "time_zone": "Europe/Berlin",
    });
    let with = |more: Value| {
        let mut all = window.clone();
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let events = client.call("list_events", window.clone()).await;
    let reads = [
        ("get_context", json!({})),
        ("list_calendars", json!({})),
        ("list_changes", json!({})),
        ("search_events", json!({ "query": "title" })),
        ("search_events", json!({ "query": "notes" })),
        ("free_busy", window.clone()),
        ("find_free_slots", with(json!({ "duration": 30 }))),
    ];
    for (tool, arguments) in reads {
        all.push(client.call(tool, arguments).await.to_string());
    }
    let mut made = Vec::new();
    let mut propose: Vec<(&str, Value, Vec<String>)> = Vec::new();
    let more = json!({ "notify": "all", "reason": "my reason" });
    for id in place.calendars.iter().chain(&place.desks) {
        let id = id.to_string();
        let mut one = with(more.clone());
        one["title"] = "my title".into();
        one["calendar_id"] = id.clone().into();
        propose.push(("propose_create", one.clone(), vec![id.clone()]));
        one["action"] = "create".into();
        propose.push(("propose_batch", json!({ "proposals": [one] }), vec![id]));
    }
    for event in events["result"]["structuredContent"]["events"].as_array().into_iter().flatten() {
        let (Some(id), Some(version)) =
            (event["event_id"].as_str(), event["base_version"].as_str())
        else {
            continue;
        };
        let title = event["title"].as_str().unwrap_or_default();
        if !title.ends_with(" title") && !title.ends_with(" moved") {
            continue;
        }
        all.push(client.call("get_event", json!({ "event_id": id })).await.to_string());
        let mut base = more.clone();
        base["event_id"] = id.into();
        base["base_version"] = version.into();
        base["scope"] = "all".into();
        let mut answer = base.clone();
        answer["response"] = "accepted".into();
        propose.push(("propose_delete", base.clone(), vec![]));
        propose.push(("propose_respond", answer, vec![]));
        for to in place.desks.iter().chain(place.calendars.get(1)) {
            let mut patch = base.clone();
            patch["patch"] = json!({ "calendar_id": to.to_string() });
            propose.push(("propose_update", patch, vec![to.to_string()]));
        }
    }
    all.push(events.to_string());
    for (tool, arguments, named) in propose {
        place.desk.config.clock.advance(jiff::SignedDuration::from_secs(2));
        let answer = client.call(tool, arguments).await;
        let content = &answer["result"]["structuredContent"];
        let one = content["proposal"]["id"].as_str();
        let some = content["proposals"].as_array().into_iter().flatten();
        made.extend(
            some.filter_map(|one| one["id"].as_str())
                .chain(one)
                .map(|id| (id.to_owned(), named.clone())),
        );
        all.push(without(&answer, &named));
    }
    let every: Vec<String> = made.iter().flat_map(|(_, named)| named.clone()).collect();
    let since = json!({ "since": "2020-01-01T00:00:00Z" });
    all.push(without(&client.call("proposal_status", since).await, &every));
    all.push(client.ask("resources/list", json!({})).await.to_string());
    let calendars = json!({ "uri": "calendar://calendars" });
    all.push(client.ask("resources/read", calendars).await.to_string());
    for (id, named) in &made {
        place.desk.config.clock.advance(jiff::SignedDuration::from_secs(2));
        let uri = json!({ "uri": format!("calendar://proposals/{id}") });
        all.push(without(&client.ask("resources/read", uri).await, named));
        all.push(without(&client.call("proposal_status", json!({ "id": id })).await, named));
        all.push(without(&client.call("withdraw_proposal", json!({ "id": id })).await, named));
    }
    client.close().await;
    all
}

fn without(answer: &Value, named: &[String]) -> String {
    let mut text = answer.to_string();
    for id in named {
        text = text.replace(id, "ID");
    }
    text
}
