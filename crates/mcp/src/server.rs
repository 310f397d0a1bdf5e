//! One client at the other end: its session, and what it asks for.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use kalends_engine::{AgentSession, Engine, Error};
use rmcp::{
    ErrorData, RoleServer, ServerHandler,
    model::{
        CallToolRequestParams, CallToolResponse, Implementation, InitializeRequestParams,
        InitializeResult, ListResourceTemplatesResult, ListResourcesResult, ListToolsResult,
        PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse,
        ServerCapabilities, ServerConfig, SubscribeRequestParams, SubscriptionFilter, Tool,
        UnsubscribeRequestParams,
    },
    service::{RequestContext, SubscriptionContext},
};
use tokio::sync::broadcast;

use crate::{calls, fault::quoted, instructions::INSTRUCTIONS, resources, tools, watch::Changed};

/// Resources that one client may watch at a time.
const WATCHED_MOST: usize = 200;

/// What one client talks to. Clones are the same.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) engine: Engine,
    session: RwLock<AgentSession>,
    tools: Vec<Tool>,
    /// Addresses of resources that the client watches the way it was done before 2026-07-28.
    watched: Mutex<BTreeSet<String>>,
    /// Whether the client began with `initialize`, as before 2026-07-28.
    greeted: AtomicBool,
    pub(crate) changed: broadcast::Sender<Changed>,
}

impl Server {
    /// For the agent of this name, if this is its token.
    pub(crate) async fn open(engine: &Engine, agent: &str, token: &str) -> Result<Self, Error> {
        let session = engine.as_agent(agent, token, "").await?;
        Ok(Self {
            inner: Arc::new(Inner {
                engine: engine.clone(),
                session: RwLock::new(session),
                tools: tools::all(),
                watched: Mutex::default(),
                greeted: AtomicBool::new(false),
                changed: broadcast::Sender::new(256),
            }),
        })
    }

    pub(crate) fn session(&self) -> AgentSession {
        self.inner.session.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the client asked to hear of changes of this resource.
    pub(crate) fn is_watched(&self, uri: &str) -> bool {
        self.watched().contains(uri)
    }

    pub(crate) fn was_greeted(&self) -> bool {
        self.inner.greeted.load(Ordering::Relaxed)
    }

    fn watched(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.inner.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what the client calls itself. It is a label for the user's eyes, nothing rests on it.
    async fn label(&self, client: &Implementation) {
        let label = format!("{} {}", client.name, client.version);
        match self.session().with_label(label.trim()).await {
            Ok(labelled) => {
                let session = &self.inner.session;
                *session.write().unwrap_or_else(PoisonError::into_inner) = labelled;
            }
            // Every call is checked by itself, and says why it is refused.
            Err(error) => tracing::debug!(%error, "the client's name is not noted"),
        }
    }
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .enable_resources_subscribe()
            .enable_resources_list_changed()
            .build();
        let this = Implementation::new("kalends", env!("CARGO_PKG_VERSION")).with_title("Kalends");
        ServerConfig::new(capabilities).with_server_info(this).with_instructions(INSTRUCTIONS)
    }

    async fn initialize(
        &self,
        request: InitializeRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<InitializeResult, ErrorData> {
        context.peer.set_peer_info(request.clone());
        self.inner.greeted.store(true, Ordering::Relaxed);
        self.label(&request.client_info).await;
        self.negotiate_initialize(&request)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(self.inner.tools.clone()))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.inner.tools.iter().find(|tool| tool.name == name).cloned()
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let session = self.session();
        match Box::pin(calls::call(&session, &request.name, request.arguments)).await {
            Some(result) => Ok(CallToolResponse::from(result)),
            None => {
                let names: Vec<&str> = self.inner.tools.iter().map(|tool| &*tool.name).collect();
                let text = format!(
                    "there is no tool {}; there are: {}",
                    quoted(&request.name),
                    names.join(", ")
                );
                Err(ErrorData::invalid_params(text, None))
            }
        }
    }

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let all = resources::list(&self.session()).await.map_err(resources::refused)?;
        Ok(ListResourcesResult::with_all_items(all))
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(ListResourceTemplatesResult::with_all_items(resources::templates()))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        Ok(resources::read(&self.session(), &request.uri).await?.into())
    }

    async fn subscribe(
        &self,
        request: SubscribeRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        // What cannot be read cannot be watched.
        resources::read(&self.session(), &request.uri).await?;
        let mut watched = self.watched();
        if watched.len() >= WATCHED_MOST && !watched.contains(&request.uri) {
            return Err(ErrorData::invalid_params(
                format!("{WATCHED_MOST} resources are watched already: unsubscribe from some"),
                None,
            ));
        }
        watched.insert(request.uri);
        Ok(())
    }

    async fn unsubscribe(
        &self,
        request: UnsubscribeRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.watched().remove(&request.uri);
        Ok(())
    }

    fn accepted_subscription_filter(
        &self,
        requested: &SubscriptionFilter,
    ) -> Option<SubscriptionFilter> {
        let mut accepted = SubscriptionFilter::new();
        accepted.resources_list_changed = requested.resources_list_changed;
        accepted.resource_subscriptions = requested.resource_subscriptions.as_ref().map(|all| {
            let ours = all.iter().filter(|uri| resources::is_ours(uri));
            ours.take(WATCHED_MOST).cloned().collect()
        });
        Some(accepted)
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        self.tell(&context).await;
        Ok(())
    }
}
