package cometchatapi

import "github.com/chatmock/mockserver/internal/gateway"

var tokenOperations []gateway.Op
