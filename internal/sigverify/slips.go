package sigverify

// slips are the usual mistakes, each a function that reports whether it gives the signature, and says how. The first
// that fits is named, so the plainer explanation comes first.
var slips = []func(*suspect) (clause string, ok bool){
	wrongWriting,
	wrongParts,
	wrongEnd,
	wrongNonce,
	wrongSecret,
	otherApp,
	wrongHash,
	addedNumbers,
	wholeQuery,
	wrongTimestamp, // last: it takes the most hashes
}

// variant is another text for one of the parts, and what using it means.
type variant struct {
	text, clause string
}
