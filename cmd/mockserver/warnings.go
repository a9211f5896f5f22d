package main

import (
	"github.com/chatdouble/mockserver/internal/server"
	"github.com/chatdouble/mockserver/internal/webhook"
)

// warnings say what is in fixtures that are good and cannot work, a sentence each.
func warnings(s *settings, file *server.File) []string {
	return file.Warnings(func(url string) error { return webhook.Refuses(s.callbackHosts, url) })
}
