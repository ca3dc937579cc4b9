package global

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// ComplianceCheck is the result of a compliance check of a trade. The worst finding
// determines the status.
//
//wire:object
type ComplianceCheck struct {
	ID                string            `json:"id"`
	Object            string            `json:"object"` // "compliance_check"
	Status            ComplianceStatus  `json:"status" wire:"must"`
	RiskLevel         RiskLevel         `json:"risk_level"`
	RiskScore         int               `json:"risk_score"` // 0 to 100
	Checks            []*Finding        `json:"checks"`
	RequiredDocuments []string          `json:"required_documents"`
	ExpiresAt         time.Time         `json:"expires_at"` // an order can use the check until then
	Metadata          map[string]string `json:"metadata"`
	CreatedAt         time.Time         `json:"created_at"`
	Extra             api.Extra         `json:"-" wire:"extra"`
}

// Finding is the result of a part of a check.
//
//wire:part
type Finding struct {
	Type    FindingType   `json:"type"`
	Status  FindingStatus `json:"status" wire:"must"`
	Details string        `json:"details"`
	Lists   []string      `json:"lists"` // the sanctions lists that name a party, "OFAC_SDN"
	Extra   api.Extra     `json:"-" wire:"extra"`
}
