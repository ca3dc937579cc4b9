package orders

import (
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/payments"
)

// public is the order itself, which looks the same on the wire.
func (o *order) public() (*Order, error) { return (*Order)(o), nil }

// Scan reads an order as the API writes it.
func (o *order) Scan(s *core.Scanner) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "id":
			s.String(&o.ID)
		case "object":
			core.ScanWord(s, &o.Object, "order")
		case "order_number":
			s.String(&o.OrderNumber)
		case "status":
			core.ScanWord(s, &o.Status, statuses...)
		case "payment_status":
			core.ScanWord(s, &o.PaymentStatus, paymentStatuses...)
		case "fulfillment_status":
			core.ScanWord(s, &o.FulfillmentStatus, fulfillmentStatuses...)
		case "source":
			s.String(&o.Source)
		case "customer_id":
			s.String(&o.CustomerID)
		case "items":
			core.ScanPointers(s, &o.Items, scanItem)
		case "shipping_address":
			core.ScanPointer(s, &o.ShippingAddress, core.ScanAddress)
		case "billing_address":
			core.ScanPointer(s, &o.BillingAddress, core.ScanAddress)
		case "shipping":
			core.ScanPointer(s, &o.Shipping, scanShipping)
		case "fulfillments":
			core.ScanPointers(s, &o.Fulfillments, scanFulfillment)
		case "cancellation_reason":
			core.ScanWord(s, &o.CancellationReason, cancelReasons...)
		case "notes":
			s.String(&o.Notes)
		case "metadata":
			s.Map(&o.Metadata)
		case "customer":
			core.ScanPointer(s, &o.Customer, core.ScanCustomer)
		case "payments":
			core.ScanPointers(s, &o.Payments, scanPayment)
		default:
			o.scanRest(s)
		}
	}
}

// scanRest reads the amounts and the times.
func (o *order) scanRest(s *core.Scanner) {
	switch string(s.Key()) {
	case "subtotal":
		s.Money(&o.Subtotal)
	case "tax_amount":
		s.Money(&o.TaxAmount)
	case "shipping_amount":
		s.Money(&o.ShippingAmount)
	case "discount_amount":
		s.Money(&o.DiscountAmount)
	case "total_amount":
		s.Money(&o.TotalAmount)
	case "amount_paid":
		s.Money(&o.AmountPaid)
	case "amount_refunded":
		s.Money(&o.AmountRefunded)
	case "created_at":
		s.Time(&o.CreatedAt)
	case "updated_at":
		s.Time(&o.UpdatedAt)
	case "payment_expires_at":
		s.Time(&o.PaymentExpiresAt)
	case "paid_at":
		s.Time(&o.PaidAt)
	case "fulfilled_at":
		s.Time(&o.FulfilledAt)
	case "delivered_at":
		s.Time(&o.DeliveredAt)
	case "cancelled_at":
		s.Time(&o.CancelledAt)
	default:
		s.Unknown()
	}
}

func scanPayment(s *core.Scanner, p *payments.Payment) { s.Value(p) }

func scanItem(s *core.Scanner, i *Item) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "id":
			s.String(&i.ID)
		case "object":
			core.ScanWord(s, &i.Object, "order_item")
		case "product_id":
			s.String(&i.ProductID)
		case "product":
			core.ScanPointer(s, &i.Product, scanProduct)
		case "sku":
			s.String(&i.SKU)
		case "name":
			s.String(&i.Name)
		case "quantity":
			s.Int(&i.Quantity)
		case "fulfilled_quantity":
			s.Int(&i.FulfilledQuantity)
		case "price":
			s.Money(&i.Price)
		case "total":
			s.Money(&i.Total)
		case "metadata":
			s.Map(&i.Metadata)
		default:
			s.Unknown()
		}
	}
}

func scanProduct(s *core.Scanner, p *Product) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "id":
			s.String(&p.ID)
		case "object":
			core.ScanWord(s, &p.Object, "product")
		case "sku":
			s.String(&p.SKU)
		case "name":
			s.String(&p.Name)
		case "price":
			s.Money(&p.Price)
		case "available":
			s.Int(&p.Available)
		case "metadata":
			s.Map(&p.Metadata)
		case "created_at":
			s.Time(&p.CreatedAt)
		default:
			s.Unknown()
		}
	}
}

func scanShipping(s *core.Scanner, d *Shipping) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "method":
			s.String(&d.Method)
		case "carrier":
			s.String(&d.Carrier)
		case "tracking_number":
			s.String(&d.TrackingNumber)
		case "tracking_url":
			s.String(&d.TrackingURL)
		default:
			s.Unknown()
		}
	}
}

func scanFulfillment(s *core.Scanner, f *Fulfillment) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "id":
			s.String(&f.ID)
		case "items":
			core.ScanList(s, &f.Items, scanFulfilledItem)
		case "carrier":
			s.String(&f.Carrier)
		case "tracking_number":
			s.String(&f.TrackingNumber)
		case "tracking_url":
			s.String(&f.TrackingURL)
		case "metadata":
			s.Map(&f.Metadata)
		case "created_at":
			s.Time(&f.CreatedAt)
		default:
			s.Unknown()
		}
	}
}

func scanFulfilledItem(s *core.Scanner, i *FulfilledItem) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "item_id":
			s.String(&i.ItemID)
		case "quantity":
			s.Int(&i.Quantity)
		default:
			s.Unknown()
		}
	}
}

// Scan reads the answer of Pay as the API writes it.
func (w *payResultWire) Scan(s *core.Scanner) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "success":
			s.Bool(&w.Success)
		case "transaction":
			core.ScanPointer(s, &w.Transaction, core.ScanTransaction)
		case "payment":
			core.ScanPointer(s, &w.Payment, scanOrderPayment)
		case "order":
			core.ScanPointer(s, &w.Order, scanPaidOrder)
		default:
			s.Unknown()
		}
	}
}

func scanOrderPayment(s *core.Scanner, w *orderPaymentWire) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "payment_id":
			s.String(&w.PaymentID)
		case "order_id":
			s.String(&w.OrderID)
		case "amount":
			core.ScanValuedMoney(s, &w.Amount)
		case "status":
			core.ScanWord(s, &w.Status, api.PayCompleted)
		case "splits":
			core.ScanPointers(s, &w.Splits, scanSplit)
		default:
			s.Unknown()
		}
	}
}

func scanSplit(s *core.Scanner, w *splitWire) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "recipient":
			s.String(&w.Recipient)
		case "amount":
			s.Text(&w.Amount)
		case "type":
			core.ScanWord(s, &w.Type, splitTypes...)
		case "tx_hash":
			s.String(&w.TxHash)
		default:
			s.Unknown()
		}
	}
}

func scanPaidOrder(s *core.Scanner, o *PaidOrder) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "order_id":
			s.String(&o.OrderID)
		case "status":
			core.ScanWord(s, &o.Status, statuses...)
		case "payment_status":
			core.ScanWord(s, &o.PaymentStatus, paymentStatuses...)
		case "paid_at":
			s.Time(&o.PaidAt)
		default:
			s.Unknown()
		}
	}
}
