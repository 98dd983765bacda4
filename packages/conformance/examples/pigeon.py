"""A whole adapter in the standard library: pigeons, a ledger in memory, and the sandbox that goldens are played on.

Run `python3 pigeon.py 7110`, then `npx underclaim-conformance http://127.0.0.1:7110 pigeon.yaml`.
"""

import json
import re
import sys
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

ADAPTER = "pigeon.default"
SCALE = ["actor_certainty", "authority_certainty", "payload_certainty", "interaction_certainty", "timing_certainty", "channel_certainty", "non_repudiation_strength"]


def grade(strength, **certainties):
    return {"strength": strength, **{name: certainties.get(name, "none") for name in SCALE}}


ACCEPTED, LANDED = "notification.attempt.accepted_by_adapter", "notification.endpoint.accepted"
# native type -> (event type, the strongest grade, what it means)
TABLE = {
    "pigeon.released": (ACCEPTED, grade("strong", timing_certainty="high"), "The pigeon was released."),
    "pigeon.landed": (LANDED, grade("medium", channel_certainty="medium"), "A pigeon with this ring came into the loft."),
}
ACCEPTANCE = {"acceptance_level": "endpoint", "finality": "final", "does_not_mean": ["anybody read it"]}
NOTHING_PROVEN = {"can_prove_human_awareness": False, "can_prove_payload_delivery": False, "can_prove_identity": False}
FLAGS = "can_publish can_deliver_payload can_collect_payload can_grant_access can_revoke_access can_observe_interaction can_observe_identity can_observe_authority can_emit_display_or_read_receipts can_emit_return_or_failure_events can_cancel_after_dispatch supports_polling supports_endpoint_quality".split()
DESCRIPTOR = {
    "adapter_id": ADAPTER, "adapter_name": "pigeon", "adapter_version": "0.1.0", "adapter_contract_version": "1.1",
    "adapter_types": ["notification"], "provider_family": "pigeon", "provider_name": "pigeon", "deployment_mode": "embedded",
    "capability_profile": {**{flag: False for flag in FLAGS}, "can_notify": True, "can_emit_delivery_receipts": True, "can_emit_late_events": True,
        "supports_webhooks": True, "supports_idempotency": "adapter_managed", "supports_native_status_mapping": True, "supports_golden_tests": True, "limitations": []},
    "supported_actions": [{
        "action_type": "notification.send", "description": "Sends a pigeon to a loft.", "mode": "async", "idempotency_required": True,
        "required_fields": ["target_endpoint"], "supported_channels": ["pigeon"], "supported_endpoint_types": ["loft"],
        "expected_initial_events": [ACCEPTED], "possible_later_events": [LANDED]}],
    "emitted_event_types": [ACCEPTED, LANDED], "supported_channels": ["pigeon"], "supported_endpoint_types": ["loft"],
    "evidence_profile": {"strongest_evidence_level": "strong", **NOTHING_PROVEN},
    "evidence_ceiling": {"max_positive_event": ACCEPTED, "max_positive_strength": "strong", **NOTHING_PROVEN, "can_prove_payload_access": False,
        "can_prove_authority": False, "can_prove_non_repudiation": False, "max_grade": {event: most for event, most, _ in TABLE.values()}},
    "assurance_capability": {"awareness_assurance": "none", "delivery_assurance": "medium", "identity_assurance": "none", "authority_assurance": "none", "non_repudiation_assurance": "none"},
    "identity_profile": {"identity_strength": "none", "authority_strength": "none"},
    "late_event_policy": {"accepts_late_events": True, "late_events_can_revise_assessment": True, "late_events_can_reopen_case": False, "expected_late_event_types": [LANDED]},
    "reliability_profile": {"survives_restart": False, "effect_guarantee": "at_most_once", "ordering": "none"},
    "limitations": ["A pigeon in the loft is no reader."],
    "conformance_level": 2,
}
MAPPINGS = [{
    "native_status": native, "native_event_type": native, "native_status_scope": "endpoint", "normalized_event": event, "evidence_grade": most,
    "confidence": "medium", "terminal": False, "ambiguous": False, "product_or_feature_dependent": False} for native, (event, most, _) in TABLE.items()]


class Pigeons:
    def __init__(self, clock="2026-01-01T12:00:00Z"):
        self.now = datetime.fromisoformat(clock.replace("Z", "+00:00"))
        self.by_key, self.correlations, self.natives, self.ledger, self.dead_letters = {}, {}, {}, [], []

    def time(self):
        return self.now.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    def act(self, request):
        key = request["idempotency_key"]
        if key in self.by_key:
            return 200, self.by_key[key]
        operation = f"op_{len(self.by_key)}"
        tracking = request.get("tracking_context") or {}
        self.correlations[operation] = {
            "correlation_id": tracking.get("correlation_id", operation), "request_id": request["request_id"], "adapter_operation_id": operation,
            "coordination_case_id": request["coordination_case_id"], "participant_id": request.get("participant_id")}
        initial = self.ingest(f"{operation}:released", "pigeon.released", operation)
        self.by_key[key] = {
            "request_id": request["request_id"], "adapter_id": ADAPTER, "adapter_operation_id": operation, "accepted": True, "action_state": "accepted",
            "initial_events": initial, "received_at": self.time(), "metadata": {"subject_ref": f"msg_{operation}"}}
        return 202, self.by_key[key]

    def ingest(self, native_id, native_type, operation):
        """The same native event again is no new evidence."""
        if native_id in self.natives:
            return []
        event_type, most, meaning = TABLE[native_type]
        correlation, subject = self.correlations[operation], f"msg_{operation}"
        seen = {"source_type": "endpoint", "observed_at": self.time(), "source_confidence": "medium"}
        evidence = {
            "evidence_event_id": f"ev_{native_id}", "event_type": event_type, "event_family": "notification", "observed_at": self.time(),
            "source_adapter_id": ADAPTER, "source_adapter_event_id": native_id, "coordination_case_id": correlation["coordination_case_id"],
            "participant_id": correlation["participant_id"], "normalized_meaning": meaning, "evidence_grade": most,
            "confidence": {"level": "medium", "basis": ["The loft's log."]}, "raw_event_ref": f"native:{native_id}", "correlation": correlation, "observation": seen,
            "metadata": {"subject_ref": subject, "correlation_method": "operation", "environment": "sandbox",
                **({"acceptance": ACCEPTANCE} if event_type.startswith("notification.endpoint.") else {})}}
        self.natives[native_id] = {
            "event_id": native_id, "adapter_id": ADAPTER, "adapter_event_type": native_type, "received_at": self.time(), "observation": seen,
            "correlation": correlation, "normalization_status": "normalized", "normalized_events": [evidence]}
        self.ledger.append(evidence)
        return [evidence]

    def receive(self, body):
        if not isinstance(body, dict) or body.get("saw") != "landed" or body.get("operation") not in self.correlations:
            self.dead_letters.append({"reason": "not understood"})
        else:
            self.ingest(body["id"], "pigeon.landed", body["operation"])
        return 202, {}

    def of(self, subject):
        return [native for native in self.natives.values() if f"msg_{native['correlation']['adapter_operation_id']}" == subject]

    def assessment(self, subject):
        landed = any(native["adapter_event_type"] == "pigeon.landed" for native in self.of(subject))
        view = {"subject_ref": subject, "adapter_id": ADAPTER, "confidence": "medium"}
        return {
            "channel": {**view, "category": "success", "subclass": "success.delivered"} if landed else {**view, "category": "undef", "subclass": "undef.in_the_air"},
            "participant": {**view, "category": "undef", "subclass": "undef.awareness_unproven", "confidence": "low"}}


pigeons = Pigeons()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer leaves whole

    def answer(self, status, body, replayed=False):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        if replayed:
            self.send_header("idempotency-replayed", "true")
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass

    def do_GET(self):
        url = urlparse(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        fixed = {
            "/adapter/sandbox": {"can": ["advance", "restart", "effects"]}, "/adapter/descriptor": DESCRIPTOR, "/adapter/mappings": {"mappings": MAPPINGS},
            "/adapter/health": {"adapter_id": ADAPTER, "status": "healthy", "checked_at": pigeons.time(), "provider_connectivity": "healthy", "configuration_validity": "valid",
                "credential_status": "valid", "webhook_status": "healthy", "polling_status": "not_supported", "metrics": {}},
            "/adapter/dead-letters": {"dead_letters": pigeons.dead_letters}}
        if url.path in fixed:
            return self.answer(200, fixed[url.path])
        if url.path == "/adapter/events":
            after, limit = int(query.get("after", "0")), int(query.get("limit", "100"))
            events = pigeons.ledger[after : after + limit]
            return self.answer(200, {"events": events, "next": str(after + len(events)), "more": len(events) == limit})
        subject = re.fullmatch(r"/adapter/messages/([^/]+)/(timeline|assessment)", url.path)
        if subject and pigeons.of(subject[1]):
            timeline = {"subject_ref": subject[1], "events": pigeons.of(subject[1])}
            return self.answer(200, timeline if subject[2] == "timeline" else pigeons.assessment(subject[1]))
        operation = url.path.removeprefix("/adapter/actions/")
        found = [result for result in pigeons.by_key.values() if result["adapter_operation_id"] == operation]
        return self.answer(200, found[0]) if found else self.answer(404, {"detail": "Nothing of this id."})

    def do_POST(self):
        global pigeons
        text = self.rfile.read(int(self.headers.get("content-length") or 0))
        try:
            body = json.loads(text or b"{}")
        except ValueError:
            body = None
        if self.path == "/adapter/actions":
            status, result = pigeons.act(body)
            return self.answer(status, result, replayed=status == 200)
        if self.path.startswith("/adapter/events/provider/loft.log"):
            return self.answer(*pigeons.receive(body))
        if self.path == "/adapter/sandbox/reset":
            pigeons = Pigeons(body["clock"])
        elif self.path == "/adapter/sandbox/advance":
            parts = re.fullmatch(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?", body["duration"]).groups("0")
            weeks, days, hours, minutes, seconds = (float(part) for part in parts)
            pigeons.now += timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
        elif self.path == "/adapter/sandbox/effects":
            return self.answer(200, {"effects": len(pigeons.by_key)})
        elif self.path != "/adapter/sandbox/restart":
            return self.answer(404, {"detail": "Nothing here."})
        return self.answer(200, {})


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()
