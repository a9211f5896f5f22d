package sigverify

import "crypto/md5"

// suspect is a wrong signature under examination.
type suspect struct {
	appID, nonce, secret, timestamp string
	signature                       string
	query                           string // of the request, as it was sent
	others                          []OtherSecret

	readings []reading // what bytes the signature may stand for
	writing  string    // what is wrong with the writing of the signature, by the reading that fitted last
	buf      []byte    // reused: a diagnosis tries many texts
}

func newSuspect(r Request, secret string, others []OtherSecret) *suspect {
	s := &suspect{
		appID: r.AppID, nonce: r.Nonce, secret: secret, timestamp: r.Timestamp,
		signature: r.Signature, query: r.Query, others: others,
	}
	if len(r.Signature) <= maxSignature {
		s.readings = readings(r.Signature)
	}
	return s
}

// parts are the values in the right order.
func (s *suspect) parts() [partCount]string {
	return [partCount]string{appIDPart: s.appID, noncePart: s.nonce, secretPart: s.secret, timestampPart: s.timestamp}
}

// is reports whether the signature stands for digest, in whatever writing.
func (s *suspect) is(digest []byte) bool {
	for _, r := range s.readings {
		if string(r.digest) == string(digest) {
			s.writing = r.wrong
			return true
		}
	}
	return false
}

// isMD5 reports whether the signature stands for the MD5 of texts, one after the other.
func (s *suspect) isMD5(texts ...string) bool {
	s.buf = s.buf[:0]
	for _, t := range texts {
		s.buf = append(s.buf, t...)
	}
	return s.isMD5Buf()
}

// isMD5Joined is isMD5 of the values of seq with sep between them and end behind them.
func (s *suspect) isMD5Joined(values [partCount]string, seq []int, sep, end string) bool {
	s.buf = s.buf[:0]
	for i, part := range seq {
		if i > 0 {
			s.buf = append(s.buf, sep...)
		}
		s.buf = append(s.buf, values[part]...)
	}
	s.buf = append(s.buf, end...)
	return s.isMD5Buf()
}

func (s *suspect) isMD5Buf() bool {
	sum := md5.Sum(s.buf)
	return s.is(sum[:])
}
