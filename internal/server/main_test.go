package server_test

import (
	"os"
	"testing"

	"github.com/chatdouble/mockserver/internal/leak"
)

func TestMain(m *testing.M) { os.Exit(leak.Main(m, os.Stderr)) }
