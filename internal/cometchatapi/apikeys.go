package cometchatapi

import "github.com/chatmock/mockserver/internal/gateway"

var apiKeyOperations []gateway.Op
