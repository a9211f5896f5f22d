package zegoapi

// Bounds of a user id in bytes (page of each action).
const maxUserID = 32

// ValidUserID reports whether an id has 1 to 32 bytes, each a digit, an English letter, a space or
// one of !#$%&()+-:;<=.>?@[]^_{}|~ (pages "UserRegister" and "QueryUserInfos"; some pages leave
// the space out).
func ValidUserID(id string) bool {
	if id == "" || len(id) > maxUserID {
		return false
	}
	for i := range len(id) {
		if !validInID[id[i]] {
			return false
		}
	}
	return true
}

var validInID = func() (valid [256]bool) {
	for _, b := range []byte("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ !#$%&()+-:;<=.>?@[]^_{}|~") {
		valid[b] = true
	}
	return valid
}()
