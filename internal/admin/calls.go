package admin

import (
	"net/http"

	"github.com/chatdouble/mockserver/internal/faults"
	"github.com/chatdouble/mockserver/internal/metrics"
)

// calls is the whole API.
func (s *Server) calls() []call { return append(ownCalls(), s.Vendors.controls()...) }

// ownCalls is the whole API but for what vendors bring, one row each.
func ownCalls() []call {
	const (
		get, post, put, patch, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete
		created, conflict, missing = http.StatusCreated, http.StatusConflict, http.StatusNotFound
	)
	return []call{
		{method: get, path: "/livez", summary: "Whether the server runs", open: true, handler: tells((*api).live)},
		{method: get, path: "/readyz", summary: "Whether the fixtures are in", open: true, handler: tells((*api).live)},
		{method: get, path: "/health", summary: "What runs here and which apps it holds", handler: tells((*api).health)},
		{method: get, path: "/version", summary: "The program's version", handler: tells((*api).version)},
		{method: get, path: "/openapi.json", summary: "This document", handler: tells((*api).document)},
		{
			method: get, path: "/openapi/{file}", summary: "What is emulated of a vendor, as OpenAPI: {documents}",
			handler: tells((*api).vendorDocument),
		},
		{method: get, path: "/operations", summary: "Every operation of the vendors that is answered, its limits, and how each behaviour is known", handler: asks((*api).operations)},
		{method: get, path: "/variants", summary: "The choices between behaviours that an app's fixture can make, and what is known of each", handler: tells((*api).variants)},
		{method: get, path: "/codes", summary: "Every error code that a fault rule can have, with its status, its text and the operations that are known to answer with it", handler: asks((*api).listCodes)},
		{
			method: get, path: "/certs/ca.pem", summary: "The certificate that clients must trust to call the server by TLS", open: true,
			refuses: []int{missing}, handler: gives((*api).caCertificate, pemType),
		},

		{method: get, path: "/apps", summary: "All apps, with what a client needs to call them", handler: tells((*api).listApps)},
		{
			method: post, path: "/apps", summary: "Make an app that shares nothing with the others", large: true,
			status: created, refuses: []int{conflict}, handler: takes((*api).makeApp),
		},
		{method: get, path: "/apps/{app}", summary: "One app", handler: tells((*api).showApp)},
		{
			method: del, path: "/apps/{app}", summary: "Remove an app that was made by a request, with all that it holds",
			refuses: []int{conflict}, handler: tells((*api).deleteApp),
		},

		{method: post, path: "/reset", summary: "Start over: state, clocks, limits, faults and journals of everything; apps made by request stay and are as they began, and snapshots stay", handler: tells((*api).resetAll)},
		{method: post, path: "/apps/{app}/reset", summary: "Start over with one app: state, clock, limits, faults and journal; its snapshots stay", handler: tells((*api).resetApp)},

		{
			method: get, path: "/apps/{app}/state", summary: "The app's state as a fixture: what is loaded from it is the same state. YAML when asked for by Accept",
			handler: as[fixture](gives((*api).showState, yamlType)),
		},
		{
			method: put, path: "/apps/{app}/state", large: true, refuses: []int{conflict}, handler: reads[fixture]((*api).replaceState, yamlType),
			summary: "Replace the app's state by that of a fixture, an app or a whole one with one app. The app keeps its id and limits, and its keys and webhooks when the fixture has none",
		},
		{
			method: patch, path: "/apps/{app}/state", large: true, refuses: []int{conflict}, handler: reads[fixture]((*api).mergeState, yamlType),
			summary: "Add a fixture to the app's state: people by their ids, members that are given replace, lists of blocks and friends are added to",
		},

		{method: post, path: "/apps/{app}/snapshots/{name}", summary: "Keep the app's state under a name, in the place of an older one of that name", refuses: []int{conflict}, handler: tells((*api).takeSnapshot)},
		{method: post, path: "/apps/{app}/snapshots/{name}/restore", summary: "Go back to a kept state; clock, limits, faults and journal stay", handler: tells((*api).restoreSnapshot)},
		{method: del, path: "/apps/{app}/snapshots/{name}", summary: "Forget a kept state", handler: tells((*api).deleteSnapshot)},

		{method: put, path: "/apps/{app}/users/{user}/blocks/{other}", summary: "Let a user block another, from now on the app's clock; a block that is there stays as it is", handler: tells((*api).block)},
		{method: del, path: "/apps/{app}/users/{user}/blocks/{other}", summary: "End a block, if there is one", handler: tells((*api).unblock)},

		{
			method: post, path: "/apps/{app}/acts", refuses: []int{conflict}, handler: reads[act]((*api).act),
			summary: "Do what only an end user's app can do, now, with the events that it has",
		},

		{
			method: get, path: "/apps/{app}/deliveries", handler: tells((*api).deliveries),
			summary: "The newest events that were sent to the app's webhooks and callbacks, each with its tries",
		},
		{
			method: post, path: "/apps/{app}/deliveries/{id}/redeliver", handler: tells((*api).redeliver),
			summary: "Send an event once more, as a new one, signed anew, to where its webhook or callback is now",
		},

		{method: get, path: "/clock", summary: "The server's clock, which apps follow until their own is set", handler: tells((*api).showClock)},
		{method: put, path: "/clock", summary: "Set the server's clock, hold it or let it run", handler: takes((*api).setClock)},
		{method: post, path: "/clock/advance", summary: "Move the server's clock on, or back", handler: takes((*api).advanceClock)},
		{method: get, path: "/apps/{app}/clock", summary: "An app's clock", handler: tells((*api).showClock)},
		{method: put, path: "/apps/{app}/clock", summary: "Set an app's clock, hold it or let it run", handler: takes((*api).setClock)},
		{method: post, path: "/apps/{app}/clock/advance", summary: "Move an app's clock on, or back", handler: takes((*api).advanceClock)},

		{method: get, path: "/faults", summary: "The fault rules for all apps", handler: tells((*api).listFaults)},
		{method: post, path: "/faults", summary: "Make calls of all apps go wrong", status: created, refuses: []int{conflict}, handler: reads[faults.Rule]((*api).addFault)},
		{method: del, path: "/faults", summary: "Take the rules for all apps out of force", handler: tells((*api).clearFaults)},
		{method: del, path: "/faults/{id}", summary: "Take one rule for all apps out of force", handler: tells((*api).removeFault)},
		{method: get, path: "/apps/{app}/faults", summary: "The fault rules of an app", handler: tells((*api).listFaults)},
		{method: post, path: "/apps/{app}/faults", summary: "Make calls of an app go wrong", status: created, refuses: []int{conflict}, handler: reads[faults.Rule]((*api).addFault)},
		{method: del, path: "/apps/{app}/faults", summary: "Take an app's rules out of force", handler: tells((*api).clearFaults)},
		{method: del, path: "/apps/{app}/faults/{id}", summary: "Take one of an app's rules out of force", handler: tells((*api).removeFault)},

		{method: get, path: "/requests", summary: "What was asked and answered, of all apps and what reached none", refuses: []int{missing}, handler: asks((*api).listRequests)},
		{method: del, path: "/requests", summary: "Clear the journal", refuses: []int{missing}, handler: asks((*api).clearRequests)},
		{method: get, path: "/requests/{id}", summary: "One request", handler: tells((*api).showRequest)},
		{method: get, path: "/requests/{id}/explain", summary: "Why a request was answered as it was: each check with its verdict, in the vendor's order", handler: tells((*api).explainRequest)},
		{method: get, path: "/requests/unmatched", summary: "Requests that match no operation, with the nearest one", refuses: []int{missing}, handler: asks((*api).unmatchedRequests)},
		{method: post, path: "/requests/find", summary: "The requests that a filter means", refuses: []int{missing}, handler: takes((*api).findRequests)},
		{method: post, path: "/requests/count", summary: "How many requests a filter means", refuses: []int{missing}, handler: takes((*api).countRequests)},
		{
			method: post, path: "/requests/wait", summary: "Wait until there are so many requests that a filter means, or the time is over", refuses: []int{missing},
			handler: takes((*api).waitRequests),
		},

		{method: get, path: "/metrics", summary: "Counters as OpenMetrics text", handler: gives((*api).metrics, metrics.ContentType)},
	}
}
