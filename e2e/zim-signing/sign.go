// Program zim-signing signs ZIM requests as the page "Accessing Server APIs" has it in Go. It takes
// groups of four arguments, AppId, SignatureNonce, ServerSecret and Timestamp, and prints the
// signature of each on a line.
package main

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
)

func signature(appID uint32, nonce, secret string, timestamp int64) string {
	sum := md5.Sum(fmt.Appendf(nil, "%d%s%s%d", appID, nonce, secret, timestamp))
	return hex.EncodeToString(sum[:])
}

func main() {
	for args := os.Args[1:]; len(args) >= 4; args = args[4:] {
		appID, err := strconv.ParseUint(args[0], 10, 32)
		if err != nil {
			fail(err)
		}
		timestamp, err := strconv.ParseInt(args[3], 10, 64)
		if err != nil {
			fail(err)
		}
		fmt.Println(signature(uint32(appID), args[1], args[2], timestamp))
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
