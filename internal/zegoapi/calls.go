package zegoapi

// callActions are those on call invitations.
var callActions = []operation{
	{Name: "CallInvite", Page: "Call invitation/send-a-call-invitation"},
	{Name: "CallAccept", Page: "Call invitation/accept-a-call-invitation", Method: get},
	{Name: "CallReject", Page: "Call invitation/reject-a-call-invitation", Method: get},
}
