package admin

// Refused makes the refusal of an error that a control or an act gives.
var Refused = refused
