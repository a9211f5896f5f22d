package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
)

// ca prints the certificate that clients have to trust: that of --tls-ca-dir, else that of the server that
// runs with these settings.
func (w *world) ca(s *settings, _ *slog.Logger, _ []string) error {
	pem, err := trusted(s)
	if err != nil {
		return err
	}
	_, err = w.stdout.Write(pem)
	return err
}

func trusted(s *settings) ([]byte, error) {
	switch {
	case s.tlsCert != "":
		return nil, wrong("%s is given; clients have to trust the CA that has signed that certificate, which this program does not know", s.source("tls-cert"))
	case s.tlsCADir != "":
		ca, err := openCA(s)
		if err != nil {
			return nil, err
		}
		return ca.PEM(), nil
	}
	at, err := ownAdmin(s, "/certs/ca.pem")
	if err != nil {
		return nil, err
	}
	status, pem, err := ask(context.Background(), at)
	if err == nil && status != http.StatusOK {
		err = answered(at, status)
	}
	if err != nil {
		return nil, fmt.Errorf("no CA: %w; without --tls-ca-dir it is that of a server that runs", err)
	}
	return pem, nil
}
